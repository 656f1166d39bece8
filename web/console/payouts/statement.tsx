import { Anchor, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { Download, ExternalLink, FileText } from 'lucide-react'
import { useState } from 'react'
import { ApiError, call, type Schemas } from '../../api/client.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { DateText } from '../../ui/date.tsx'
import { Card } from '../../ui/notice.tsx'
import type { Payout } from './words.ts'

type Statement = Schemas['Statement']

/** The paper that explains a payout: looked at, downloaded, replaced by one’s own. */
export function StatementCard({ payout: { id, partner } }: { payout: Payout }) {
  const [statement, setStatement] = useState<Statement | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const path = { id }
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true)
    setRefusal(null)
    await act().catch((error: unknown) =>
      error instanceof ApiError && error.status === 422 ? setRefusal(error) : tellFailure(error),
    )
    setBusy(false)
  }
  const prepare = async () => setStatement((await call('POST /api/v1/payouts/{id}/statement', { path })).data)
  const upload = async (file: File) => {
    const body = new FormData()
    body.append('file', file)
    setStatement((await call('PUT /api/v1/payouts/{id}/statement', { path, body })).data)
    tellDone('Your PDF is the statement.', statement && !statement.isUploaded ? remove : undefined)
  }
  const remove = async () => {
    await call('DELETE /api/v1/payouts/{id}/statement', { path })
    setStatement(null)
  }
  const askToUpload = (file: File | null) => {
    if (!file) return
    ask({
      title: 'Use a PDF of your own',
      text: `“${file.name}” becomes the statement of this payout. A PDF that was uploaded before is gone then, which cannot be undone.`,
      confirm: 'Use this PDF',
      act: () => run(() => upload(file)),
    })
  }
  return (
    <Card title="Statement">
      <Stack gap="sm" align="flex-start">
        {statement ? (
          <Links statement={statement} />
        ) : (
          <Button
            variant="default"
            leftSection={<FileText size={16} aria-hidden />}
            loading={isBusy}
            onClick={() => void run(prepare)}
          >
            Prepare the statement
          </Button>
        )}
        {refusal ? (
          <Text size="sm" role="alert" c="var(--mantine-color-error)">
            {refusal.message}{' '}
            {refusal.code === 'NO_BILLING_INFO' ? (
              <Anchor href={`/console/partners/${partner.id}`} inherit>
                Go to the partner
              </Anchor>
            ) : null}
          </Text>
        ) : null}
        <Group gap="xs">
          <FileButton
            accept="application/pdf"
            onChange={askToUpload}
            inputProps={{ 'aria-label': 'A PDF of your own' }}
          >
            {(props) => (
              <Button {...props} size="xs" variant="subtle">
                Use a PDF of your own
              </Button>
            )}
          </FileButton>
          {statement?.isUploaded ? (
            <Button
              size="xs"
              variant="subtle"
              color="red"
              onClick={() =>
                ask({
                  title: 'Remove the uploaded statement',
                  text: 'The drawn statement takes its place. This cannot be undone.',
                  confirm: 'Remove',
                  isDangerous: true,
                  act: () => run(() => remove().then(() => tellDone('The uploaded statement is removed.'))),
                })
              }
            >
              Remove it
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Card>
  )
}

/** The link leads to the same server under whatever name the console was opened. */
function Links({ statement: { url, expiresAt, isUploaded } }: { statement: Statement }) {
  const { pathname, search } = new URL(url)
  const href = `${pathname}${search}`
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Button
          component="a"
          href={href}
          target="_blank"
          rel="noreferrer"
          leftSection={<ExternalLink size={16} aria-hidden />}
        >
          Open
        </Button>
        <Button component="a" href={href} download variant="default" leftSection={<Download size={16} aria-hidden />}>
          Download
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {isUploaded ? 'A PDF that was uploaded. ' : ''}The link works until <DateText at={expiresAt} style="time" />.
      </Text>
    </Stack>
  )
}
