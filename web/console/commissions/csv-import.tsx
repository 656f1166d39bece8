import { Alert, Button, FileInput, Group, Progress, Select, Stack, Text } from '@mantine/core'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { Card, Failure } from '../../ui/notice.tsx'
import { ColumnChoices, type Field, headersOf, mapOf } from './csv-columns.tsx'
import { ImportReport } from './csv-report.tsx'

export type Report = Schemas['ImportReport']
export type Delimiter = ',' | ';' | '|' | '\t'
export type Sent = { body: FormData; query: { dryRun: 'true' | 'false'; delimiter: Delimiter; map?: string } }

type Props = {
  send: (sent: Sent) => Promise<Report>
  fields: readonly Field[]
  /** What a row becomes, such as `line`. */
  noun: string
  /** What cannot be taken back, and what can be done instead. */
  warning: string
  done?: (report: Report) => void
}

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '|', label: 'Vertical bar' },
  { value: '\t', label: 'Tab' },
]

type State = { report?: Report; error?: unknown; isBusy?: boolean }

/** Brings a CSV file in: first a preview that writes nothing, then the import itself, each with its report. */
export function CsvImport({ send, fields, noun, warning, done }: Props) {
  const [file, setFile] = useState<File | null>(null)
  const [headers, setHeaders] = useState<string[]>([])
  const [delimiter, setDelimiter] = useState<Delimiter>(',')
  const [chosen, choose] = useState<Record<string, string>>({})
  const [state, setState] = useState<State>({})
  const read = async (given: File | null, by: Delimiter) => {
    setState({})
    setHeaders(given ? await headersOf(given, by) : [])
  }
  const run = async (dryRun: 'true' | 'false') => {
    if (!file) return
    setState((before) => ({ ...before, isBusy: true, error: undefined }))
    const body = new FormData()
    body.append('file', file)
    const map = mapOf(chosen)
    await send({ body, query: { dryRun, delimiter, ...(map && { map }) } }).then(
      (report) => {
        setState({ report })
        if (dryRun === 'false') done?.(report)
      },
      (error: unknown) => setState({ error }),
    )
  }
  const { report, error, isBusy } = state
  const isPreviewed = report?.dryRun === true
  return (
    <Stack gap="md">
      <Card>
        <Stack gap="sm" maw={640}>
          <Group gap="sm" align="flex-end">
            <FileInput
              label="CSV file"
              placeholder="Choose a file"
              accept=".csv,text/csv,text/plain"
              leftSection={<FileUp size={16} aria-hidden />}
              clearable
              clearButtonProps={{ 'aria-label': 'Choose no file' }}
              style={{ flex: 1, minWidth: 220 }}
              value={file}
              onChange={(given) => {
                setFile(given)
                void read(given, delimiter)
              }}
            />
            <Select
              label="Cells are separated by"
              data={delimiters}
              allowDeselect={false}
              w={190}
              value={delimiter}
              onChange={(by) => {
                setDelimiter(by as Delimiter)
                void read(file, by as Delimiter)
              }}
            />
          </Group>
          <ColumnChoices
            headers={headers}
            fields={fields}
            chosen={chosen}
            choose={(next) => {
              choose(next)
              setState({})
            }}
          />
          <Group gap="sm">
            <Button
              variant={isPreviewed ? 'default' : 'filled'}
              disabled={!file}
              loading={isBusy}
              onClick={() => void run('true')}
            >
              Preview
            </Button>
            {isPreviewed && report.created + report.updated > 0 ? (
              <Button loading={isBusy} onClick={() => void run('false')}>
                {`Import ${report.created + report.updated} ${noun}${report.created + report.updated === 1 ? '' : 's'}`}
              </Button>
            ) : null}
          </Group>
          {isBusy ? (
            <Stack gap={4} role="status">
              <Text size="sm">Reading the file…</Text>
              <Progress value={100} animated aria-label="The file is being read" />
            </Stack>
          ) : null}
        </Stack>
      </Card>
      {error ? <Failure error={error} retry={() => void run('true')} /> : null}
      {report ? <ImportReport report={report} noun={noun} /> : null}
      {isPreviewed && report.created + report.updated > 0 ? (
        <Alert variant="light" color="yellow" title="Before you import">
          {warning}
        </Alert>
      ) : null}
    </Stack>
  )
}
