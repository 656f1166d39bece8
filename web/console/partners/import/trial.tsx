import { Button, Group, Stack, Text } from '@mantine/core'
import { Upload } from 'lucide-react'
import { Card } from '#web/ui/notice.tsx'
import { Counts } from './counts.tsx'
import { Faults } from './faults.tsx'
import type { Report } from './run.ts'

/** What would come of the file, and the button that does it. */
export function Trial({ trial, run }: { trial: Report; run: () => void }) {
  const changes = trial.created + trial.updated
  return (
    <Card title="What would happen">
      <Stack>
        <Counts
          report={trial}
          words={{
            created: 'would be added',
            updated: 'would change',
            unchanged: 'stay as they are',
            refused: 'have a fault',
          }}
        />
        <Faults report={trial} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw={520}>
            Nothing is written yet. {trial.refused ? 'Rows with a fault are left out; the others come in. ' : ''}
            An import cannot be undone as a whole; each partner’s timeline keeps what it was before.
          </Text>
          <Button onClick={run} disabled={!changes} leftSection={<Upload size={16} aria-hidden />}>
            {changes ? `Import ${changes.toLocaleString()} ${changes === 1 ? 'row' : 'rows'}` : 'Nothing to import'}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
