import { SimpleGrid, Stack, Text } from '@mantine/core'
import type { Report } from './run.ts'

type Name = 'created' | 'updated' | 'unchanged' | 'refused'

/** How many rows had which fate. */
export function Counts({ report, words }: { report: Report; words: Record<Name, string> }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      {(Object.keys(words) as Name[]).map((name) => (
        <Stack key={name} gap={0}>
          <Text
            fz={26}
            fw={650}
            className="tabular"
            c={name === 'refused' && report.refused ? 'var(--symbolon-negative)' : undefined}
          >
            {report[name].toLocaleString()}
          </Text>
          <Text size="sm" c="dimmed">
            {words[name]}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  )
}
