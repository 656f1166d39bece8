import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { ask, tellDone } from '../../ui/act.tsx'
import { goThrough, tellRefused } from '../../ui/through.tsx'
import { many } from '../commissions/words.ts'
import { type Payout, type Stage, stages, touched } from './words.ts'

export type Standing = Pick<Payout, 'id' | 'stage'>

/** Brings payouts to a stage one after another, and back to where each was. Asks first where lines are frozen or freed. */
export function useChangeStages() {
  const client = useQueryClient()
  const change = async (payouts: Standing[], stageOf: (payout: Standing) => Stage, told: string): Promise<void> => {
    const { done, refused } = await goThrough({
      items: payouts,
      doing: 'Changing the stage',
      act: (payout) =>
        call('PATCH /api/v1/payouts/{id}', { path: { id: payout.id }, body: { stage: stageOf(payout) } }),
    })
    await Promise.all(touched.map((noun) => client.invalidateQueries({ queryKey: [noun] })))
    const undo = () => change(done, ({ stage }) => stage, 'back where they were')
    if (done.length) tellDone(`${many(done.length, 'payout')} ${told}.`, told.startsWith('back') ? undefined : undo)
    if (refused.length) tellRefused(`${many(refused.length, 'payout')} could not be changed`, refused)
  }
  return (payouts: Standing[], to: Stage): void => {
    const moving = payouts.filter(({ stage }) => stage !== to)
    if (!moving.length) return tellDone(`They are “${stages[to].label}” already.`)
    const act = () => change(moving, () => to, `set to “${stages[to].label}”`)
    const freed = moving.filter(({ stage }) => stage === 'PAID').length
    if (to === 'PAID') return ask({ ...toPaid(moving.length), act })
    if (freed) return ask({ ...fromPaid(freed), act })
    void act()
  }
}

const toPaid = (count: number) => ({
  title: `Mark ${many(count, 'payout')} as paid`,
  text: 'Their lines become paid and stay as they are from then on: what is wrong afterwards is corrected by a new line. This moves no money by itself.',
  confirm: 'Mark as paid',
})

const fromPaid = (count: number) => ({
  title: `Take ${many(count, 'payout')} back from paid`,
  text: 'Their lines can be changed again. Do this only if the money did not arrive.',
  confirm: 'Change the stage',
  isDangerous: true,
})
