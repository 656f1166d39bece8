import { Button } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useChange } from '../../api/queries.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { ReasonDialog } from './reason.tsx'
import { type Submission, touched } from './words.ts'

const stale = { alsoStale: touched }

/** Accepts, returns and declines a submission that waits, with the deal that it registers. */
export function SubmissionDecisions({ submission: { id, status, dealId } }: { submission: Submission }) {
  const [dialog, setDialog] = useState<'return' | 'decline' | null>(null)
  const accept = useChange('POST /api/v1/form-submissions/{id}/accept', stale)
  const giveBack = useChange('POST /api/v1/form-submissions/{id}/return', stale)
  const decline = useChange('POST /api/v1/form-submissions/{id}/decline', stale)
  const isPending = status === 'PENDING'
  const acceptIt = async (overrideConflicts = false) => {
    await accept.mutateAsync({ path: { id }, body: { overrideConflicts } })
    tellDone(dealId ? 'The deal is approved.' : 'The submission is accepted.')
  }
  const askToOverride = () =>
    ask({
      title: 'Another partner has this customer',
      text: 'Another partner has registered what seems to be the same customer. You may approve this deal beside it: then both keep the customer. This cannot be undone.',
      confirm: 'Approve both',
      act: () => acceptIt(true),
    })
  const confirmAccept = () =>
    ask({
      title: dealId ? 'Approve this deal' : 'Accept this submission',
      text: 'Whoever sent it is told. This cannot be undone.',
      confirm: dealId ? 'Approve' : 'Accept',
      act: () =>
        acceptIt().catch((error: unknown) =>
          error instanceof ApiError && error.code === 'DEAL_CONFLICT' ? askToOverride() : tellFailure(error),
        ),
    })
  if (!isPending && status !== 'RETURNED') return null
  return (
    <>
      {isPending ? <Button onClick={confirmAccept}>{dealId ? 'Approve' : 'Accept'}</Button> : null}
      {isPending ? (
        <Button variant="default" onClick={() => setDialog('return')}>
          Return
        </Button>
      ) : null}
      <Button variant="default" onClick={() => setDialog('decline')}>
        Decline
      </Button>
      <ReasonDialog
        opened={dialog === 'return'}
        close={() => setDialog(null)}
        title="Return to be corrected"
        text="They are told the reason, and may send it again. A deal that it registers keeps its place. This cannot be undone."
        confirm="Return"
        act={async (reason) => {
          await giveBack.mutateAsync({ path: { id }, body: { reason } })
          tellDone('It is returned.')
        }}
      />
      <ReasonDialog
        opened={dialog === 'decline'}
        close={() => setDialog(null)}
        title={dealId ? 'Decline this deal' : 'Decline this submission'}
        text="They are told the reason. This cannot be undone."
        confirm="Decline"
        isDangerous
        act={async (reason) => {
          await decline.mutateAsync({ path: { id }, body: { reason } })
          tellDone(dealId ? 'The deal is declined.' : 'The submission is declined.')
        }}
      />
    </>
  )
}
