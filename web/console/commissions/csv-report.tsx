import { Group, Stack, Table, Text } from '@mantine/core'
import { Card } from '../../ui/notice.tsx'
import type { Report } from './csv-import.tsx'

const mostShown = 100

/** What became of the rows of a file, or what would. */
export function ImportReport({ report, noun }: { report: Report; noun: string }) {
  const { dryRun, rows, created, updated, unchanged, refused, ignoredColumns } = report
  const figures: [string, number][] = [
    ['Rows', rows],
    [dryRun ? 'Would be created' : 'Created', created],
    [dryRun ? 'Would be changed' : 'Changed', updated],
    ['There already', unchanged],
    ['Refused', refused],
  ]
  const isEmpty = dryRun && !created && !updated
  return (
    <Card title={dryRun ? 'Preview' : 'Report'}>
      <Stack gap="md">
        <Group gap="xl" role="status">
          {figures
            .filter(([name, count]) => count || name === 'Rows')
            .map(([name, count]) => (
              <Stack key={name} gap={0}>
                <Text size="xs" c="dimmed">
                  {name}
                </Text>
                <Text fw={650}>{new Intl.NumberFormat().format(count)}</Text>
              </Stack>
            ))}
        </Group>
        {isEmpty ? <Text size="sm">There is no {noun} to import.</Text> : null}
        {ignoredColumns.length ? (
          <Text size="sm" c="dimmed">
            Not read: {ignoredColumns.join(', ')}
          </Text>
        ) : null}
        {report.errors.length ? <Faults report={report} /> : null}
      </Stack>
    </Card>
  )
}

function Faults({ report: { errors, errorsOmitted } }: { report: Report }) {
  const more = errors.length - mostShown + errorsOmitted
  return (
    <Stack gap="xs">
      <Table.ScrollContainer
        minWidth={480}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Faults' } }}
      >
        <Table aria-label="Faults">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={80}>Line</Table.Th>
              <Table.Th>Column</Table.Th>
              <Table.Th>Cell</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.slice(0, mostShown).map(({ line, column, value, reason }) => (
              <Table.Tr key={`${line} ${column} ${reason}`}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{column ?? ''}</Table.Td>
                <Table.Td>{value ?? ''}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more > 0 ? <Text size="sm">And {more} more.</Text> : null}
    </Stack>
  )
}
