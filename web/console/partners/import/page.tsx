import { Alert, Anchor, FileInput, Group, Select, Text } from '@mantine/core'
import { FileSpreadsheet } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Card, Empty, Failure, Waiting } from '#web/ui/notice.tsx'
import { Page } from '#web/ui/page.tsx'
import { useMay } from '#web/console/session.ts'
import { Columns } from './columns.tsx'
import { type Delimiter, delimiters, likelyDelimiter, type Read, readFile } from './file.ts'
import { Outcome, Running } from './outcome.tsx'
import { type Reading, type Report, send } from './run.ts'
import { Trial } from './trial.tsx'
import { useImport } from './use-import.ts'

/** Brings partners in from a file: what would come of it first, then the deed. */
export function ImportPartnersPage() {
  const mayWrite = useMay('partners:write')
  return (
    <Page
      title="Import partners"
      lead="A row adds a partner, or changes the one with its domain; without a domain, the one with its name. An empty cell changes nothing."
      above={[{ to: '/partners', label: 'Partners' }]}
    >
      {mayWrite ? (
        <Import />
      ) : (
        <Empty title="Your role does not allow this">Ask an administrator to import the file.</Empty>
      )}
    </Page>
  )
}

function Import() {
  const [file, setFile] = useState<File | null>(null)
  const [reading, setReading] = useState<Reading>({ map: {}, delimiter: ',' })
  const { state, run, stop, reset } = useImport()
  const choose = async (chosen: File | null) => {
    reset()
    setReading({ map: {}, delimiter: chosen ? await likelyDelimiter(chosen) : ',' })
    setFile(chosen)
  }
  const { read, trial, error, isTrying } = useTrial(file, reading)
  if (state.is === 'running') return <Running report={state.report} of={state.of} stop={stop} />
  if (state.is === 'done') return <Outcome {...state} again={() => void choose(null)} />
  return (
    <>
      <Card>
        <Group align="flex-end" gap="md">
          <FileInput
            label="CSV file"
            placeholder="Choose a file"
            description="UTF-8, with a first row that names the columns."
            leftSection={<FileSpreadsheet size={16} aria-hidden />}
            accept=".csv,text/csv,text/plain"
            value={file}
            onChange={(chosen) => void choose(chosen)}
            clearable
            clearButtonProps={{ 'aria-label': 'Choose no file' }}
            w={{ base: '100%', xs: 320 }}
          />
          {file ? (
            <Select
              label="Cells stand between"
              data={[...delimiters]}
              value={reading.delimiter}
              onChange={(value) => setReading({ map: {}, delimiter: (value ?? ',') as Delimiter })}
              allowDeselect={false}
              w={160}
            />
          ) : null}
        </Group>
      </Card>
      {file ? null : <Hint />}
      {read ? (
        <Columns read={read} trial={trial} map={reading.map} setMap={(map) => setReading({ ...reading, map })} />
      ) : null}
      {isTrying ? <Trying /> : null}
      {error ? <Failure error={error} words={{ title: 'The file cannot be read yet', again: 'Try again' }} /> : null}
      {read && trial && !isTrying ? <Trial trial={trial} run={() => void run(read, reading)} /> : null}
    </>
  )
}

const Trying = () => (
  <Card title="Looking through the file">
    <Waiting rows={2} />
  </Card>
)

function Hint() {
  return (
    <Alert variant="light" title="Which columns are known">
      <Text size="sm">
        Name, domain, tier, phase, owner, categories, status and CRM ids are known by these and other usual headers;
        others can be matched by hand. Nothing is written before you have seen what would happen. An{' '}
        <Anchor href="/api/v1/exports/partners" download="partners.csv" inherit underline="always">
          exported file
        </Anchor>{' '}
        shows the layout.
      </Text>
    </Alert>
  )
}

type Tried = { read?: Read; trial?: Report; error?: unknown; isTrying: boolean }

/** What the file holds, and what would come of it; a newer reading replaces an older one that is still under way. */
function useTrial(file: File | null, reading: Reading): Tried {
  const [tried, setTried] = useState<Tried>({ isTrying: false })
  useEffect(() => {
    if (!file) return setTried({ isTrying: false })
    const abort = new AbortController()
    const tell = (what: Tried) => abort.signal.aborted || setTried(what)
    const attempt = async () => {
      const read = await readFile(file, reading.delimiter)
      tell({ read, isTrying: true })
      try {
        tell({ read, trial: await send(file, reading, true, abort.signal), isTrying: false })
      } catch (error) {
        tell({ read, error, isTrying: false })
      }
    }
    setTried((before) => ({ ...before, isTrying: true }))
    void attempt()
    return () => abort.abort()
  }, [file, reading])
  return tried
}
