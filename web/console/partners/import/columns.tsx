import { Select, Table, Text } from '@mantine/core'
import { Card } from '#web/ui/notice.tsx'
import type { Read } from './file.ts'
import type { Report } from './run.ts'

/** What a column can fill, in words. */
const fields: Record<string, string> = {
  name: 'Name',
  domain: 'Domain',
  tier: 'Tier',
  phase: 'Phase',
  owner: 'Owner',
  categories: 'Categories',
  status: 'Status',
  externalId: 'CRM id',
  externalIdType: 'CRM object type',
  externalCompanyId: 'CRM company id',
}
const ignore = 'ignore'
const options = [
  ...Object.entries(fields).map(([value, label]) => ({ value, label })),
  { value: ignore, label: 'Leave out' },
]

type Props = {
  read: Read
  trial: Report | undefined
  map: Record<string, string>
  setMap: (map: Record<string, string>) => void
}

/** How each column is read, with its first cells; another reading can be chosen. */
export function Columns({ read: { headers, first }, trial, map, setMap }: Props) {
  const byName = new Map(trial?.columns.map(({ header, field }) => [header, field]))
  return (
    <Card title="Columns">
      <Table.ScrollContainer
        minWidth={560}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Columns' } }}
      >
        <Table aria-label="Columns" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>In the file</Table.Th>
              <Table.Th w={220}>Fills</Table.Th>
              <Table.Th>First rows</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {headers.map((header, index) => (
              <Table.Tr key={`${index} ${header}`}>
                <Table.Th scope="row" fw={550}>
                  {header || 'Without a name'}
                </Table.Th>
                <Table.Td>
                  <Select
                    aria-label={`What ${header} fills`}
                    placeholder={trial ? 'Left out' : 'Not known'}
                    data={options}
                    value={map[header] ?? byName.get(header) ?? (trial ? ignore : null)}
                    onChange={(field) => setMap({ ...map, [header]: field ?? ignore })}
                    allowDeselect={false}
                    disabled={/[=,]/.test(header) || !header}
                    size="xs"
                  />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" lineClamp={1}>
                    {first
                      .map((cells) => cells[index])
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
