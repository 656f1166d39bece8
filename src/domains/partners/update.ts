import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { exampleId, Partner, partnerFields, PartnerInPath, partnerNotFound } from './partner.ts'
import { lockedPartner, onPartner } from './queries.ts'
import { type PartnerChanges, writePartner } from './write.ts'

export const updatePartner = command({
  name: 'partners.update',
  may: 'partners:write',
  isOneStatement: true,
  summary: 'Update a partner',
  description:
    'Changes the fields that are given and no others. `updatedAt` moves only when a value differs. Send `If-Match` to change only what you have seen.',
  input: z.strictObject({ id: PartnerInPath, ...partnerFields, name: partnerFields.name.optional() }),
  output: Partner,
  refuses: [partnerNotFound],
  example: { id: exampleId, name: 'Larkspur Group', tierId: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31' },
  current: (ctx, { id }) => lockedPartner(ctx, id),
  run: (ctx, { id, ...given }) =>
    onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.update', changesOf(given))),
})

type Given = Partial<z.output<z.ZodObject<typeof partnerFields>>>

/** The contract's keys as columns; a template publishes the portal, and access acts only with it. */
export function changesOf(given: Given): PartnerChanges {
  const { name, domain, tierId, phaseId, partnerOwnerId, experienceTemplateId, portalAccess } = given
  return {
    ...(name !== undefined && { name }),
    ...(domain !== undefined && { domain }),
    ...(tierId !== undefined && { tier_id: tierId }),
    ...(phaseId !== undefined && { phase_id: phaseId }),
    ...(partnerOwnerId !== undefined && { owner_id: partnerOwnerId }),
    ...(experienceTemplateId !== undefined && {
      experience_template_id: experienceTemplateId,
      portal_access: portalAccess ?? 'RESTRICTED_USERS',
    }),
  }
}
