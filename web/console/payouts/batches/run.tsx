import { Alert, Progress, Stack, Text } from '@mantine/core'
import { LoaderCircle } from 'lucide-react'
import { many } from '../../commissions/words.ts'
import type { Batch } from '../words.ts'

/** How far a run over all partners is, while it goes on. */
export function RunProgress({ batch: { run } }: { batch: Batch }) {
  if (!run || run.status === 'DONE') return null
  const { partnersTotal, partnersDone, linesDone } = run
  const share = partnersTotal ? (partnersDone / partnersTotal) * 100 : 0
  return (
    <Alert
      role="status"
      variant="light"
      icon={<LoaderCircle aria-hidden />}
      title={partnersTotal === null ? 'The payouts are about to be created' : 'The payouts are being created'}
    >
      <Stack gap={6}>
        <Text size="sm">
          {partnersTotal === null
            ? 'This goes on when you leave this page.'
            : `${partnersDone} of ${many(partnersTotal, 'partner')}, ${many(linesDone)} so far. This goes on when you leave this page.`}
        </Text>
        <Progress value={share} animated aria-label="How far the run is" />
      </Stack>
    </Alert>
  )
}
