import { Select, SimpleGrid, Stack, Text } from '@mantine/core'

export type Field = { value: string; label: string }

/** The names of the columns, as the first row of a file has them. */
export async function headersOf(file: File, delimiter: string): Promise<string[]> {
  const head = (await file.slice(0, 16_384).text()).replace(/^\uFEFF/, '')
  const row = head.split(/\r?\n/, 1)[0] ?? ''
  return row
    .split(delimiter)
    .map((cell) => cell.trim().replaceAll(/^"|"$/g, ''))
    .filter(Boolean)
}

/** The columns whose meaning was chosen, as the API takes them. */
export const mapOf = (chosen: Record<string, string>): string =>
  Object.entries(chosen)
    .map(([header, field]) => `${header}=${field}`)
    .join(',')

type Props = {
  headers: string[]
  fields: readonly Field[]
  chosen: Record<string, string>
  choose: (chosen: Record<string, string>) => void
}

/** What each column holds, where its name does not say so. */
export function ColumnChoices({ headers, fields, chosen, choose }: Props) {
  if (!headers.length) return null
  const change = (header: string, field: string | null) => {
    const { [header]: _before, ...rest } = chosen
    choose(field ? { ...rest, [header]: field } : rest)
  }
  return (
    <Stack gap={6}>
      <Text size="sm">Columns are known by their names. Choose what one holds where its name does not say it.</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xs">
        {headers.map((header) => (
          <Select
            key={header}
            label={header}
            placeholder="By its name"
            data={[...fields]}
            clearable
            value={chosen[header] ?? null}
            onChange={(field) => change(header, field)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  )
}
