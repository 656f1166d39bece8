import { z } from 'zod'

/** What a user may do: an OWNER everything, an ADMIN everything but with owners, a MEMBER its own clients. */
export const UserRole = z.enum(['OWNER', 'ADMIN', 'MEMBER'])
export type UserRole = z.infer<typeof UserRole>

export const UserStatus = z.enum(['ACTIVE', 'INACTIVE', 'PENDING'])
export type UserStatus = z.infer<typeof UserStatus>
