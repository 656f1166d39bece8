import { command } from '#/kernel/verb.ts'
import { changeStatus, statusChange } from './status.ts'

export const postponeLine = command({
  ...statusChange,
  name: 'commission-lines.postpone',
  summary: 'Postpone a commission line',
  description:
    'Sets a PENDING line aside: no payout picks it up, and it is in no total, until it is resumed. Postponing twice changes nothing.',
  run: (ctx, { id }) =>
    changeStatus(ctx, id, { event: 'commission-lines.postpone', from: ['PENDING'], to: 'POSTPONED' }),
})

export const resumeLine = command({
  ...statusChange,
  name: 'commission-lines.resume',
  summary: 'Resume a commission line',
  description: 'Puts a POSTPONED line back into the pool as PENDING. One that is PENDING is left as it is.',
  run: (ctx, { id }) => changeStatus(ctx, id, { event: 'commission-lines.resume', from: ['POSTPONED'], to: 'PENDING' }),
})
