import { z } from 'zod'
import { visitorIn } from '#/domains/partners/index.ts'
import { refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import {
  campaignEnded,
  CampaignInPath,
  campaignNotFound,
  exampleId as exampleCampaignId,
} from '../campaigns/campaign.ts'
import { addAlias } from '../links/aliases.ts'
import { giveLink } from '../links/create.ts'
import { Alias, codeTaken, exampleId, LinkInPath, linkNotFound } from '../links/link.ts'
import { lockLink } from '../links/queries.ts'
import { findOwnCampaign } from './campaigns.ts'
import { findOwnLink, OwnLink, readOwnLink } from './link.ts'

export const takeLink = command({
  name: 'portal.take-link',
  may: 'visitor',
  creates: true,
  mayFind: true,
  summary: 'Take a link in a campaign',
  description: 'In one that is open to every partner. A repeat answers the link that is there.',
  input: z.strictObject({ id: CampaignInPath }),
  output: OwnLink,
  refuses: [campaignNotFound, campaignEnded],
  example: { id: exampleCampaignId },
  async run(ctx, { id }) {
    const campaign = await findOwnCampaign(ctx, id)
    if (!campaign.is_open_to_partners && campaign.link_id === null) throw campaignNotFound()
    const { partnerId } = visitorIn(ctx)
    const { output, isNew, changes } = await giveLink(ctx, { campaignId: id, partnerId })
    return { output: await readOwnLink(ctx, output.id), isNew, changes }
  },
})

const most = 20

const tooMany = refusal(
  'invalid',
  'TOO_MANY_ALIASES',
  `A link has at most ${most} aliases of one’s own making. Ask your contact at the programme for more.`,
)

export const createOwnAlias = command({
  name: 'portal.create-alias',
  may: 'visitor',
  creates: true,
  mayFind: true,
  summary: 'Add an alias to a link of one’s partner',
  description: `A further code that leads the same way, to print or to tell; at most ${most}. One that the link has already is answered as it is. Only the programme takes one away: it may be printed somewhere.`,
  input: z.strictObject({ id: LinkInPath, alias: Alias }),
  output: OwnLink,
  refuses: [linkNotFound, codeTaken, tooMany],
  example: { id: exampleId, alias: 'larkspur-spring' },
  async run(ctx, { id, alias }) {
    await findOwnLink(ctx, id)
    const { partner_id: partnerId } = await lockLink(ctx, id)
    const isNew = await addAlias(ctx, id, alias)
    const output = await readOwnLink(ctx, id)
    if (isNew && output.aliasCount > most) throw tooMany()
    const change = { type: 'links.add-alias', subjectId: id, partnerId, before: null, after: { alias } }
    return { output, isNew, changes: isNew ? [change] : [] }
  },
})
