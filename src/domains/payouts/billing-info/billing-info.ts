import { z } from 'zod'
import { Email, text } from '#/kernel/text.ts'

/** A postal address; `country` is ISO 3166-1 alpha-2. */
export const Address = z.strictObject({
  line1: text(1, 200),
  line2: text(1, 200).nullish(),
  city: text(1, 100),
  state: text(1, 100).nullish(),
  postalCode: text(1, 20).nullish(),
  country: z.string().regex(/^[A-Z]{2}$/, 'Write a country as two capital letters, such as DE.'),
})

/** Whom a statement names: the organisation or a partner, as a party to a payment. */
export const Party = z.strictObject({
  legalName: text(1, 200),
  taxId: text(1, 50).nullish(),
  email: Email.nullish(),
  address: Address,
  /** BCP 47, such as `de` or `de-AT`: the language and the number format of statements. */
  locale: z.string().max(35).nullish(),
})
export type Party = z.infer<typeof Party>
