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
