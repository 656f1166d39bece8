import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import type { Line } from '../words.ts'
import type { Why } from '../../decline.tsx'
import { useStaleMoney } from './undo.ts'

/** Declines a line of a payout; to undo it, it is restored and put back onto the payout, which has its stage again. */
export function useDecline() {
  const stale = useStaleMoney()
  return async ({ id, payoutId }: Line, why: Why): Promise<void> => {
    const path = { id: payoutId ?? '' }
    const { data: before } = await call('GET /api/v1/payouts/{id}', { path })
    await call('POST /api/v1/commission-lines/{id}/decline', { path: { id }, body: why })
    await stale()
    tellDone('The line is declined and off its payout.', async () => {
      await call('POST /api/v1/commission-lines/{id}/restore', { path: { id } })
      const { data: after } = await call('POST /api/v1/payouts/{id}/attach', { path, body: { lineIds: [id] } })
      if (after.stage !== before.stage)
        await call('PATCH /api/v1/payouts/{id}', { path, body: { stage: before.stage } })
      await stale()
    })
  }
}

/** Takes a line off its payout and back among those that are pending. */
export function useDetach() {
  const stale = useStaleMoney()
  return async ({ id, payoutId }: Line): Promise<void> => {
    await call('POST /api/v1/commission-lines/{id}/detach', { path: { id } })
    await stale()
    tellDone('The line is off the payout and pending again.', async () => {
      await call('POST /api/v1/payouts/{id}/attach', { path: { id: payoutId ?? '' }, body: { lineIds: [id] } })
      await stale()
    })
  }
}
