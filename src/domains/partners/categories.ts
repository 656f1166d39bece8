import { z } from 'zod'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { exampleId, PartnerInPath } from './partner.ts'
import { onPartner } from './queries.ts'
import { partnerChange, writePartner } from './write.ts'

const category = text(1, 100)
/** The labels of a partner. Repeats are dropped. */
export const Categories = z
  .array(category)
  .max(50)
  .transform((all) => [...new Set(all)])

export const setCategories = command({
  ...partnerChange,
  name: 'partners.set-categories',
  summary: 'Set the categories of a partner',
  description: 'Replaces the labels of the partner. Repeats are dropped.',
  input: z.strictObject({ id: PartnerInPath, categories: Categories }),
  example: { id: exampleId, categories: ['Reseller', 'Referral'] },
  run: (ctx, { id, categories }) =>
    onPartner(ctx, id, (own) => writePartner(ctx, own, 'partners.set-categories', { categories })),
})
