import { domainToASCII } from 'node:url'
import type { Context } from '../kernel/context.ts'
import { spreadLinks } from './affiliate.ts'
import { portfolios } from './clients.ts'
import { payPartners } from './commissions.ts'
import { assignColleagues, declareFloating } from './contacts.ts'
import {
  archived,
  type Company,
  companies,
  phases,
  renamed,
  resources,
  restored,
  templates,
  tiers,
  twin,
  users,
} from './programme.ts'
import { archiveClients, fillPortfolio } from './portfolios.ts'
import { bringSubPartners } from './referral.ts'
import { registerDeals } from './registrations.ts'
import { openStage, type Stage, type Thing } from './stage.ts'
import { bringUsers } from './teams.ts'

const [resellerPortal, referralPortal] = templates

/** What was there when the story began: what partners are assigned to, and who looks after them. */
type Setting = { tiers: Thing[]; phases: Thing[]; users: Thing[]; portal: Thing }

/**
 * Plays a believable programme into an organisation, through the verbs that its users would have called.
 *
 * The referral portal is made last: where it is, the demo is whole and nothing is done, and false is returned.
 * A demo that was broken off is played to its end; what is there already is found again. `onChange` is told of each change.
 */
export async function fillWithDemo(ctx: Context, onChange?: () => Promise<void>): Promise<boolean> {
  const stage = openStage(ctx, onChange)
  if (await stage.find('experience-templates', 'name', referralPortal?.name)) return false
  const setting = await setUp(stage)
  for (const [at, company] of companies.entries()) {
    await recruit(stage, company, { setting, at })
    const promoted = companies[at - promotedAfter]
    if (promoted) await promote(stage, promoted, setting)
  }
  for (const company of companies.slice(-promotedAfter)) await promote(stage, company, setting)
  await offerResources(stage, setting.portal)
  await declareFloating(stage)
  await bringUsers(stage)
  await bringSubPartners(stage, (isOnboarded) => placesOf(setting, isOnboarded ? 2 : 1))
  await archiveClients(stage)
  await payPartners(stage)
  await tidyUp(stage)
  await spreadLinks(ctx, stage)
  await registerDeals(stage)
  await stage.ensure('experience-templates', 'name', { ...referralPortal })
  return true
}

const promotedAfter = 8

async function offerResources(stage: Stage, { id }: Thing): Promise<void> {
  const known = await stage.all('experience-resources.list', { id })
  for (const [at, resource] of resources.entries())
    if (known.length <= at) await stage.act('experience-resources.create', { id, rank: at, ...resource })
}

async function setUp(stage: Stage): Promise<Setting> {
  const all = async (nouns: string, key: 'name' | 'email', inputs: Record<string, unknown>[]) => {
    const made: Thing[] = []
    for (const input of inputs) made.push(await stage.ensure(nouns, key, input))
    return made
  }
  return {
    users: await all('users', 'email', users),
    tiers: await all('tiers', 'name', tiers),
    phases: await all('phases', 'name', phases),
    portal: await stage.ensure('experience-templates', 'name', { ...resellerPortal }),
  }
}

const placesOf = ({ tiers, phases, users }: Setting, phase: number) => ({
  tierId: tiers[0]?.id,
  phaseId: phases[phase]?.id,
  partnerOwnerId: users[2]?.id,
})

/** Owners are the three partner managers, by turns. */
const ownerOf = ({ users }: Setting, at: number) => users[1 + (at % 3)]?.id

async function recruit(
  stage: Stage,
  company: Company,
  { setting, at }: { setting: Setting; at: number },
): Promise<void> {
  const { domain, city, categories, manager } = company
  const name = domain === renamed.domain ? renamed.from : company.name
  const places = { tierId: setting.tiers[0]?.id, phaseId: setting.phases[0]?.id, partnerOwnerId: ownerOf(setting, at) }
  const { id } = await stage.act('partners.create', { name, domain: `https://www.${domain}/`, ...places })
  await stage.act('partners.set-categories', { id, categories })
  if (at % 3) await stage.act('partners.set-crm-record', { id, ...crmRecord(company, at) })
  if (domain === twin.of) await stage.act('partners.create', { name: twin.name, domain: twin.domain })
  await assignColleagues(stage, company, { partnerId: id, at })
  if (manager !== undefined) await appoint(stage, id, { name: manager, email: emailOf(manager, domain) })
  if (at === 0) await stage.ensure('visitors', 'email', { partnerId: id, ...colleague })
  if (city === 'Halifax') await stage.act('partners.update', { id, partnerOwnerId: setting.users[0]?.id })
}

const colleague = { name: 'Sam Whitlock', email: 'sam.whitlock@alderfinch.example' }

const emailOf = (name: string, domain: string) =>
  `${name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z ]/g, '')
    .replaceAll(' ', '.')}@${domainToASCII(domain)}`

const crmRecord = ({ name, domain, city, categories }: Company, at: number) => ({
  externalId: String(77_001 + at),
  externalIdType: 'PARTNER',
  externalCompanyId: String(88_001 + at),
  partnerObjectCrmProperties: { name, partner_type: categories[0], signed: at % 2 === 0 },
  companyCrmProperties: { domain, city, employees: 12 + ((at * 37) % 480) },
})

async function appoint(stage: Stage, partnerId: string, person: { name: string; email: string }): Promise<void> {
  const visitor = await stage.ensure('visitors', 'email', { partnerId, ...person })
  await stage.act('partners.set-manager', { id: partnerId, visitorId: visitor.id })
}

async function promote(stage: Stage, { name, domain, tier, phase }: Company, setting: Setting): Promise<void> {
  const { id } = await stage.act('partners.create', { name, domain, phaseId: setting.phases[phase]?.id })
  await fillPortfolio(stage, id, portfolios.get(domain) ?? [])
  if (tier === 0) return
  const portal = tier > 1 ? { experienceTemplateId: setting.portal.id, portalAccess: 'RESTRICTED_DOMAINS' } : {}
  await stage.act('partners.update', { id, tierId: setting.tiers[tier]?.id, ...portal })
}

async function tidyUp(stage: Stage): Promise<void> {
  const byDomain = async (domain: string) => {
    const { name } = companies.find((company) => company.domain === domain) ?? twin
    return (await stage.act('partners.create', { name, domain })).id
  }
  for (const domain of [...archived, restored]) await stage.act('partners.archive', { id: await byDomain(domain) })
  await stage.act('partners.restore', { id: await byDomain(restored) })
  const [partnerId, id] = [await byDomain(twin.domain), await byDomain(twin.of)]
  if (id !== partnerId) await stage.act('partners.merge', { id, partnerId })
}
