import { z } from 'zod'
import { Reference, text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { nullableText } from '#/platform/http/contracts/detail/values.ts'
import { callerInput, callerOf, callerRefuses, followMerge, partnerKeys } from './caller.ts'
import {
  exampleId,
  nameTaken,
  organizationArchived,
  organizationNotFound,
  OrganizationRead,
  type Read,
  readColumns,
  toOrganizationRead,
} from './client.ts'
import { type ClientChanges, writeClient } from './write.ts'

const fields = {
  name: text(1, 200).nullable().optional(),
  street1: nullableText(200).optional(),
  street2: nullableText(200).optional(),
  city: nullableText(100).optional(),
  state: nullableText(100).optional(),
  postalCode: nullableText(20).optional(),
  country: nullableText(100).optional(),
}

export const updateClient = command({
  name: 'clients.update',
  may: 'clients:write',
  opensTo: partnerKeys,
  isOneStatement: true,
  summary: 'Update an organization',
  description:
    'Changes the fields that are given and no others; null clears, the name too. A user who is a MEMBER changes those that are assigned to it.',
  input: z.object({ ...callerInput, organization_id: Reference, ...fields }),
  output: OrganizationRead,
  refuses: [...callerRefuses, organizationNotFound, organizationArchived, nameTaken],
  example: {
    organization_id: exampleId,
    name: 'Fernhill Foods Ltd',
    street1: '12 Mill Lane',
    street2: null,
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country: 'US',
  },
  async run(ctx, { partnerId, organization_id: id, ...given }) {
    const caller = await callerOf(ctx, { partnerId })
    const write = { id, whileIt: 'ACTIVE', event: 'clients.update', changes: changesOf(given) } as const
    const written = await followMerge(ctx, caller, {
      run: (own) => writeClient<Read>(ctx, { ...write, caller: own }, readColumns),
      isNothing: (found) => found === undefined,
    })
    if (!written) throw organizationNotFound()
    if (written.row.status === 'ARCHIVED') throw organizationArchived()
    return { output: toOrganizationRead(written.row), changes: written.changes }
  },
})

type Given = z.output<z.ZodObject<typeof fields>>

const changesOf = ({ postalCode, ...given }: Given): ClientChanges => ({
  ...given,
  ...(postalCode !== undefined && { postal_code: postalCode }),
})
