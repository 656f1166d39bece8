import { Table, Text } from '@mantine/core'
import type { Report } from './run.ts'

const mostShown = 50

/** What is wrong with which row. */
export function Faults({ report: { errors, errorsOmitted } }: { report: Report }) {
  if (!errors.length) return null
  const more = errors.length - mostShown + errorsOmitted
  return (
    <>
      <Table.ScrollContainer
        minWidth={520}
        mah={320}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Rows with a fault' } }}
      >
        <Table aria-label="Rows with a fault" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>Line</Table.Th>
              <Table.Th>Column</Table.Th>
              <Table.Th>Cell</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.slice(0, mostShown).map(({ line, column, reason, value }) => (
              <Table.Tr key={`${line} ${column} ${reason}`}>
                <Table.Td className="tabular">{line}</Table.Td>
                <Table.Td>{column ?? 'The whole row'}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more > 0 ? (
        <Text size="sm" c="dimmed">
          And {more.toLocaleString()} more.
        </Text>
      ) : null}
    </>
  )
}
