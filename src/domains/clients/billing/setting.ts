import { z } from 'zod'

/** Who is billed for a client: its partner, or the client itself. */
export const BillingMode = z.enum(['PARTNER_MANAGED', 'CLIENT_MANAGED'])
export type BillingMode = z.infer<typeof BillingMode>
