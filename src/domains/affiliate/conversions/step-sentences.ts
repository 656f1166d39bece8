import type { Conversion } from './conversion.ts'
import type { Explanation } from './explanation.ts'
import type { Step } from './history.ts'

/** A step of a conversion's history as a sentence. */
export function sentenceOfStep(step: Step): string {
  return `${deeds[step.action](step)}${by(step)} at ${step.createdAt}.${because(step)}`
}

const deeds: Record<Step['action'], (step: Step) => string> = {
  RECORDED: () => 'It was recorded',
  ACCEPTED: () => 'It was accepted',
  DECLINED: () => 'It was declined',
  UNDONE: ({ status }) =>
    `The decision was undone, and it ${status === 'review' ? 'is under review' : 'is pending'} again`,
  REATTRIBUTED: ({ from, to }) => `It was given from partner ${from?.partnerId} to partner ${to?.partnerId}`,
  ERASED: () => 'The personal data of its customer was erased',
}

const by = ({ actor }: Step) => (actor ? ` by ${actor.name}` : '')

function because({ reasonType, reason }: Step): string {
  const said = reason ?? (reasonType === null ? null : (reasons[reasonType] ?? reasonType))
  return said === null ? '' : ` Reason: ${said.replace(/[.!]?$/, '.')}`
}

const reasons: Record<string, string> = {
  DUPLICATE: 'it is a duplicate',
  INELIGIBLE: 'it does not qualify',
  ALREADY_PAID: 'it was paid already',
  DISPUTED: 'it is disputed',
  OUTSIDE_POLICY: 'it is outside the policy of the programme',
}

/** What it earns where that is another line than the one of its recording: by an amount that was given late, or for another partner. */
export function earningSince(recorded: Explanation, { commissionLineId, commission }: Conversion): string[] {
  if (commissionLineId === (recorded.commission?.lineId ?? null)) return []
  if (!commission) return ['Since then it earns nothing.']
  return [`Since then it earns ${commission.amount} ${commission.currency}: commission line ${commissionLineId}.`]
}
