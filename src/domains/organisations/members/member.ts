import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Email, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'

const roles = ['OWNER', 'ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER'] as const
export type MemberRole = (typeof roles)[number]
export const MemberRoleName = z.enum(roles)

/** What a member may do in the console. Upper or lower case in, upper case out. */
export const RoleInput = z
  .string()
  .transform((role) => role.toUpperCase())
  .pipe(z.enum(roles))
  .meta({ enum: [...roles] })

export const memberFields = {
  email: Email,
  name: text(1, 200).nullable().meta({ description: 'Full name; null where it is not known.' }),
}

/** A person on the organisation's staff who signs in to the console. */
export const Member = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    role: MemberRoleName,
    status: z.enum(['PENDING', 'INVITED', 'ACTIVE']).meta({
      description: 'ACTIVE has joined and can sign in; INVITED has a link to join that still works; PENDING has none.',
    }),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'User',
    examples: [
      {
        id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK',
        email: 'kim@vendor.example.com',
        name: 'Kim Sample',
        role: 'PARTNER_MANAGER',
        status: 'ACTIVE',
        createdAt: '2026-02-09T11:12:13.000Z',
        updatedAt: '2026-02-09T11:12:13.000Z',
      },
    ],
  })
export type Member = z.infer<typeof Member>

export const userNotFound = refusal('not_found', 'USER_NOT_FOUND', 'No user has this id.')

export const lastOwner = refusal(
  'conflict',
  'LAST_OWNER',
  'An organisation keeps an owner who can sign in. Make another member owner first.',
)

export const aboveYourRole = refusal(
  'forbidden',
  'ABOVE_YOUR_ROLE',
  'That role may do more than you may. Ask somebody who has it.',
)
