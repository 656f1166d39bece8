import { portfolios } from './clients.ts'
import { type TeamMate, teams } from './people.ts'
import { clientsOf, partnerAt } from './portfolios.ts'
import type { Stage, Thing } from './stage.ts'

type Partner = { id: string; domain: string; ownStage: Stage }

/** Users come to some partners, share the clients among them, and settle who is billed and who is told. */
export async function bringUsers(stage: Stage): Promise<void> {
  for (const { domain, mates } of teams) {
    const id = await partnerAt(stage, domain)
    const partner = { id, domain, ownStage: await stage.as(id, `Accounting of ${domain}`) }
    for (const mate of mates) await join(stage, partner, mate)
    await shareClients(stage, partner)
    await settleNotifications(stage, partner)
    if (domain === teams[0]?.domain) await settleBilling(stage, partner)
  }
}

const usersOf = (stage: Stage, { id }: Partner) => stage.all('partners.list-users', { id })

/** Invites a person, who takes the invitation up with the token of the letter. */
async function join(stage: Stage, partner: Partner, { isPending, role, ...person }: TeamMate): Promise<void> {
  const { email, firstName, lastName } = person
  const known = (await usersOf(stage, partner)).find((user) => user['email'] === email)
  if (!known) await partner.ownStage.act('partner-users.invite', { email, role })
  if (isPending || known?.['status'] === 'ACTIVE') return
  const token = await stage.tokenSentTo(email)
  await stage.act('invitations.accept', { token, firstName, lastName })
}

/** The member looks after the older half of the clients, the admin after some of the others. */
async function shareClients(stage: Stage, partner: Partner): Promise<void> {
  const users = await usersOf(stage, partner)
  const clients = await activeClients(stage, partner)
  const half = Math.ceil(clients.length / 2)
  const shares = { MEMBER: clients.slice(0, half), ADMIN: clients.slice(half - 1, half + 2) }
  for (const [role, share] of Object.entries(shares)) {
    const organizationIds = share.map(({ id }) => id)
    const partnerUserIds = users
      .filter((user) => user['role'] === role && user['status'] === 'ACTIVE')
      .map(({ id }) => id)
    await partner.ownStage.act('user-assignments.add', { partnerUserIds, organizationIds })
  }
}

/** The partner's active clients, the oldest first. */
const activeClients = async (stage: Stage, { id }: Partner) =>
  (await clientsOf(stage, id)).filter(({ status }) => status === 'ACTIVE').toReversed()

async function settleNotifications(stage: Stage, partner: Partner): Promise<void> {
  const [first, second] = await activeClients(stage, partner)
  const { ownStage } = partner
  if (partner.domain !== teams[0]?.domain) {
    await ownStage.act('notification-settings.set-default', { notifyStyle: 'PARTNER_ONLY' })
  }
  const overrides = [
    [first, 'CLIENTS_ONLY'],
    [second, 'NONE'],
  ] as const
  for (const [client, notifyStyle] of overrides) {
    await ownStage.act('notification-settings.set-override', { organization_id: client?.id, notifyStyle })
  }
}

/** Of four clients that their partner pays for, one comes to pay for itself, one soon will, one waits for the answer, one was refused. */
async function settleBilling(stage: Stage, partner: Partner): Promise<void> {
  const names = portfolios.get(partner.domain)?.flatMap(({ name, billingMode }) => (billingMode ? [] : [name])) ?? []
  const clients = await activeClients(stage, partner)
  const wishes = [
    { answer: 'approve', effectiveFrom: null },
    { answer: 'approve', effectiveFrom: stage.dayAhead(45) },
    { answer: undefined, effectiveFrom: null },
    { answer: 'reject', effectiveFrom: null },
  ]
  for (const [at, { answer, effectiveFrom }] of wishes.entries()) {
    const organizationId = clients.find(({ name }) => name === names[at])?.id
    const { id, status } = await ask(stage, partner, { organizationId, effectiveFrom })
    if (answer && status === 'PENDING') await stage.act(`billing-change-requests.${answer}`, { id })
  }
}

type Wish = { organizationId: string | undefined; effectiveFrom: string | null }

async function ask(stage: Stage, { id, ownStage }: Partner, { organizationId, effectiveFrom }: Wish): Promise<Thing> {
  const asked = await stage.all('billing-change-requests.list-all', { partnerId: id })
  const wish = { requestType: 'ADD', organizationId, requestedBillingMode: 'CLIENT_MANAGED', effectiveFrom }
  return (
    asked.find((request) => request['organizationId'] === organizationId) ??
    (await ownStage.act('billing-change-requests.create', wish))
  )
}
