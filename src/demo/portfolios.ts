import { archivals, type Client } from './clients.ts'
import { companies } from './programme.ts'
import type { Stage, Thing } from './stage.ts'

/** A partner's clients that are there, as the vendor sees them, the newest first. */
export const clientsOf = (stage: Stage, partnerId: string) => stage.all('clients.list-of-partner', { id: partnerId })

/** Adds a partner's clients one after another, and tells of each what is known. */
export async function fillPortfolio(stage: Stage, partnerId: string, clients: Client[]): Promise<void> {
  const there = await clientsOf(stage, partnerId)
  for (const { details, ...client } of clients) {
    const known = there.find((one) => one['name'] === client.name)
    const { id } = known ?? (await stage.act<Thing>('clients.create', { partnerId, ...client }))
    const isTold = known?.['entityType'] || known?.['status'] === 'ARCHIVED'
    if (!details || isTold) continue
    await stage.act('sub-partners.update-client', { partner_id: partnerId, organization_id: id, ...details })
  }
}

/** Archives the newest client of some partners, and says of one when it goes for good. */
export async function archiveClients(stage: Stage): Promise<void> {
  for (const { domain, reason, isDeletedLater } of archivals) {
    const [last] = await clientsOf(stage, await partnerAt(stage, domain))
    if (!last) continue
    await stage.act('clients.archive', { id: last.id, reason })
    const date = stage.dayAhead(60)
    if (isDeletedLater) await stage.act('clients.schedule-deletion', { id: last.id, date })
  }
}

/** The partner of a company that is there already. */
export async function partnerAt(stage: Stage, domain: string): Promise<string> {
  const { name } = companies.find((company) => company.domain === domain) ?? { name: domain }
  const { id } = await stage.act<Thing>('partners.create', { name, domain })
  return id
}
