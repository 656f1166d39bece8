import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { exampleId, PartnerInPath } from './partner.ts'
import { onPartner } from './queries.ts'
import { partnerChange, writePartner } from './write.ts'

export const archivePartner = command({
  ...partnerChange,
  name: 'partners.archive',
  summary: 'Archive a partner',
  description: 'Its status becomes `inactive`; nothing is lost. Archiving twice changes nothing.',
  input: z.strictObject({ id: PartnerInPath }),
  example: { id: exampleId },
  run: (ctx, { id }) => onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.archive', { status: 'inactive' })),
})

export const restorePartner = command({
  ...partnerChange,
  name: 'partners.restore',
  summary: 'Restore a partner',
  description: 'Its status becomes `active` again.',
  input: z.strictObject({ id: PartnerInPath }),
  example: { id: exampleId },
  run: (ctx, { id }) => onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.restore', { status: 'active' })),
})
