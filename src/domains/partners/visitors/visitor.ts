import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Email, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import type { VisitorRow } from '../tables.ts'

/** A person at a partner who may enter the portal. */
export const Visitor = z
  .strictObject({
    id: z.string(),
    partnerId: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'Visitor',
    examples: [
      {
        id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ',
        partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        email: 'robin@larkspur.example.com',
        name: null,
        createdAt: '2026-02-03T09:30:00.000Z',
        updatedAt: '2026-02-03T09:30:00.000Z',
      },
    ],
  })
export type Visitor = z.infer<typeof Visitor>

export const visitorFields = {
  email: Email,
  name: text(1, 200).nullable().meta({ description: 'Full name; null where it is not known.' }),
}

export function toVisitor(row: VisitorRow): Visitor {
  const { id, partner_id: partnerId, email, name } = row
  return {
    id,
    partnerId,
    email,
    name,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

export const visitorNotFound = refusal('not_found', 'VISITOR_NOT_FOUND', 'No visitor has this id.')
