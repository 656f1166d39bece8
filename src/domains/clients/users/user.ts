import type { Selectable } from 'kysely'
import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import type { PartnerUserRow } from '../tables.ts'

/** What a user may do: an OWNER everything, an ADMIN everything but with owners, a MEMBER its own clients. */
export const UserRole = z.enum(['OWNER', 'ADMIN', 'MEMBER'])
export type UserRole = z.infer<typeof UserRole>

export const UserStatus = z.enum(['ACTIVE', 'INACTIVE', 'PENDING'])
export type UserStatus = z.infer<typeof UserStatus>

export const exampleUserId = 'pusr_01KHGA5BE0P30W3HYFGD6GTMMK'

const shared = {
  email: z.string(),
  role: UserRole,
  status: UserStatus,
  createdAt: DateTime,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
}

export const exampleUser = { ...exampleOfUser(), userId: exampleUserId }

/** A person at a partner, as its own API shows it. */
export const PartnerUserResponse = z
  .strictObject({
    id: z.string().meta({ description: 'The user’s id; of a pending invite its e-mail address.' }),
    partnerId: z.string(),
    userId: z.string().nullable().meta({ description: 'Null for a pending invite.' }),
    ...shared,
  })
  .meta({ id: 'PartnerUserResponse', examples: [exampleUser] })
export type PartnerUserResponse = z.infer<typeof PartnerUserResponse>

/** A person at a partner, as the organisation sees it. */
export const PartnerUser = z
  .strictObject({ id: z.string(), partnerId: z.string(), ...shared, updatedAt: DateTime })
  .meta({ id: 'PartnerUser', examples: [{ ...exampleOfUser(), updatedAt: '2026-02-15T09:30:00.000Z' }] })
export type PartnerUser = z.infer<typeof PartnerUser>

function exampleOfUser() {
  return {
    id: exampleUserId,
    partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
    email: 'owner@ledgerline.example.com',
    role: 'OWNER' as const,
    status: 'ACTIVE' as const,
    firstName: 'Alex',
    lastName: 'Sample',
    createdAt: '2026-02-15T09:30:00.000Z',
  }
}

export type StoredUser = Selectable<PartnerUserRow>

const sharedOf = (row: StoredUser) => ({
  email: row.email,
  role: row.role,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  firstName: row.first_name,
  lastName: row.last_name,
})

export function toPartnerUserResponse(row: StoredUser): PartnerUserResponse {
  const isPending = row.status === 'PENDING'
  return {
    id: isPending ? row.email : row.id,
    partnerId: row.partner_id,
    userId: isPending ? null : row.id,
    ...sharedOf(row),
  }
}

export function toPartnerUser(row: StoredUser): PartnerUser {
  return { id: row.id, partnerId: row.partner_id, ...sharedOf(row), updatedAt: row.updated_at.toISOString() }
}

export const userNotFound = refusal('not_found', 'PARTNER_USER_NOT_FOUND', 'Partner user not found')
export const userExists = refusal('conflict', 'USER_EXISTS', 'User already exists')
export const ownerNeeded = refusal('conflict', 'OWNER_NEEDED', 'The partner must keep an owner')
export const notAccepted = refusal('conflict', 'INVITATION_NOT_ACCEPTED', 'The invitation has not been accepted')
