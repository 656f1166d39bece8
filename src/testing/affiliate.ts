import assert from 'node:assert/strict'
import type { Caller } from './world.ts'

type Body = Record<string, unknown>

export const destination = 'https://www.example.com/pricing?plan=team#start'

/** A campaign as it was answered: to `destination`, without a commission, unless said otherwise. */
export async function newCampaign(admin: Caller, body: Body = {}) {
  const made = await admin.post('/api/v1/campaigns', { name: 'Spring launch', destinationUrl: destination, ...body })
  assert.equal(made.status, 201, made.text)
  return made.body.data
}

/** A link as it was answered: of a new partner in a new campaign, unless said otherwise. */
export async function newLink(admin: Caller, { campaignId, partnerId, ...body }: Body = {}) {
  const campaign = campaignId ?? (await newCampaign(admin)).id
  const partner = partnerId ?? (await newPartner(admin))
  const made = await admin.post(`/api/v1/campaigns/${campaign}/links`, { partnerId: partner, ...body })
  assert.equal(made.status, 201, made.text)
  return made.body.data
}

async function newPartner(admin: Caller): Promise<string> {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${crypto.randomUUID().slice(0, 8)}` })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}
