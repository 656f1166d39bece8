import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { Card, Failure } from '#web/ui/notice.tsx'
import { Counts } from './counts.tsx'
import { Faults } from './faults.tsx'
import type { Read } from './file.ts'
import { refusedFile } from './refused-file.ts'
import type { Report } from './run.ts'

const words = {
  created: 'were added',
  updated: 'were changed',
  unchanged: 'stayed as they were',
  refused: 'were left out',
}

/** How far the import is. */
export function Running({ report, of, stop }: { report: Report | undefined; of: number; stop: () => void }) {
  const done = report?.rows ?? 0
  return (
    <Card title="Importing">
      <Stack>
        <Text size="sm" aria-live="polite">
          {done.toLocaleString()} of {of.toLocaleString()} rows
        </Text>
        <Progress value={(100 * done) / Math.max(of, 1)} animated aria-label="Progress" />
        {report ? <Counts report={report} words={words} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={stop}>
            Stop here
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

type Props = { report: Report | undefined; of: number; read: Read; error: unknown; again: () => void }

/** What came of the import, and the rows that were left out as a file to mend. */
export function Outcome({ report, of, read, error, again }: Props) {
  const left = of - (report?.rows ?? 0)
  return (
    <Card title="What happened">
      <Stack>
        {error ? <Failure error={error} /> : null}
        {left > 0 ? (
          <Alert color="yellow" title="The import stopped before the end">
            {left.toLocaleString()} rows were not tried. Import the same file again: what is in already stays as it is.
          </Alert>
        ) : null}
        {report ? <Counts report={report} words={words} /> : null}
        {report ? <Faults report={report} /> : null}
        <Group justify="flex-end">
          {report?.refused ? <Refused report={report} read={read} /> : null}
          <Button variant="default" onClick={again}>
            Import another file
          </Button>
          <Button component={Link} to="/partners" search={{ sort: '-updatedAt' } as never}>
            See the partners
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

function Refused({ report, read }: { report: Report; read: Read }) {
  const save = () => {
    const address = URL.createObjectURL(refusedFile(read, report))
    Object.assign(document.createElement('a'), { href: address, download: 'rows-left-out.csv' }).click()
    setTimeout(() => URL.revokeObjectURL(address), 1000)
  }
  return (
    <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={save}>
      Download the rows left out
    </Button>
  )
}
