import { type Colleague, colleagues, floating } from './people.ts'
import type { Company } from './programme.ts'
import type { Stage } from './stage.ts'

type Wanted = { partnerId: string; at: number }

/** Says which of the vendor's people look after a partner: more, the higher it stands. Every sixth partner has nobody yet. */
export async function assignColleagues(
  stage: Stage,
  { tier, phase }: Company,
  { partnerId, at }: Wanted,
): Promise<void> {
  if (at % 6 === 4) return
  const roles = Object.entries(colleagues).filter(([role]) => isNeeded[role]?.(tier, phase))
  for (const [internal_role, people] of roles) {
    const person: Colleague | undefined = people[at % people.length]
    await stage.act('assignments.create', { partner_id: partnerId, internal_role, ...person })
  }
}

const isNeeded: Record<string, (tier: number, phase: number) => boolean> = {
  account_manager: () => true,
  account_executive: (_tier, phase) => phase < 2,
  csm: (tier) => tier > 1,
  lead: (tier) => tier > 2,
}

export async function declareFloating(stage: Stage): Promise<void> {
  for (const one of floating) await stage.act('assignments.declare', one)
}
