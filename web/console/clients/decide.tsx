import { Text } from '@mantine/core'
import { call, type Schemas } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { Fact, Facts, tellDone } from '../../ui/act.tsx'
import { dateText } from '../../ui/date.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { payer } from './client.tsx'

export type Request = Schemas['BillingModeChangeRequestResponse']
export type Decision = 'approve' | 'reject'

type Props = { request: Request; decision: Decision; close: () => void }

/** Approves or rejects a billing request, with what it changes before one's eyes. */
export function DecideDialog({ request, decision, close }: Props) {
  const now = useModeNow(request)
  const { effectiveFrom, requestedBillingMode: wanted, partnerName, organizationName } = request
  const isApproval = decision === 'approve'
  const submit = async () => {
    await call(`POST /api/v1/billing-change-requests/{id}/${decision}`, { path: { id: request.id } })
    await makeStale('billing-change-requests', 'clients', 'partners', 'events')
    tellDone(isApproval ? 'The request was approved.' : 'The request was rejected.')
  }
  return (
    <FormDialog
      title={isApproval ? 'Approve this request?' : 'Reject this request?'}
      close={close}
      confirm={isApproval ? 'Approve' : 'Reject'}
      submit={submit}
      isDangerous={!isApproval}
    >
      <Facts>
        <Fact name="Partner">{partnerName}</Fact>
        <Fact name="For">{organizationName ?? 'All its clients without an exception'}</Fact>
        <Fact name="Now">{now ?? '…'}</Fact>
        <Fact name="Wanted">{wanted ? payer[wanted] : 'As the partner’s default'}</Fact>
        <Fact name="From">{effectiveFrom ? dateText(effectiveFrom) : 'At once'}</Fact>
      </Facts>
      <Text size="sm">
        {isApproval
          ? 'This cannot be undone: the partner can ask to change it back.'
          : 'Nothing changes. This cannot be undone: the partner can ask again.'}
      </Text>
    </FormDialog>
  )
}

/** Who pays today. */
function useModeNow({ partnerId, organizationId }: Request): string | undefined {
  const { data } = useRead('GET /api/v1/partners/{id}/billing-settings', { path: { id: partnerId } })
  if (!data) return undefined
  const own = data.data.overrides.find((one) => one.organizationId === organizationId)
  return payer[own?.billingMode ?? data.data.defaultMode]
}
