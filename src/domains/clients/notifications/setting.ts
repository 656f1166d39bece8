import { z } from 'zod'

/** Who is told what concerns a client. */
export const NotifyStyle = z.enum(['PARTNER_AND_CLIENTS', 'PARTNER_ONLY', 'CLIENTS_ONLY', 'NONE'])
export type NotifyStyle = z.infer<typeof NotifyStyle>
