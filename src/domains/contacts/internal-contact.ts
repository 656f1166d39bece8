import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { DateTime } from '#/kernel/time.ts'
import { email, nullableText } from '#/platform/http/contracts/detail/values.ts'

const described = (description: string) => z.string().nullable().meta({ description })

export const kim: JsonObject = {
  created_at: '2026-03-11T09:30:00.000Z',
  modified_at: null,
  id: 'ict_01KKE3PKE00491BFKF12FAXP2Q',
  email: 'Kim@vendor.example.com',
  given_name: 'Kim',
  family_name: null,
  name: null,
  phone: null,
  job_title: 'Customer success',
  object: 'internal_contact',
}
export const exampleContactId = 'ict_01KKE3PKE00491BFKF12FAXP2Q'

/** A person of the organisation who looks after partners. Every key is always there; what is not set is null. */
export const InternalContact = z
  .strictObject({
    created_at: DateTime,
    modified_at: DateTime.nullable().meta({ description: 'When a value changed last; null until the first change.' }),
    id: z.string(),
    email: z.string().meta({ description: 'Unique in the organisation, whatever its case.' }),
    given_name: described('Given name.'),
    family_name: described('Family name.'),
    name: described('Full name, for when given and family name are not used. It is never composed.'),
    phone: described('Free text.'),
    job_title: described('Job title.'),
    object: z.literal('internal_contact'),
  })
  .meta({ id: 'InternalContact', examples: [kim] })
export type InternalContact = z.infer<typeof InternalContact>

const optional = (max: number, description: string) => nullableText(max).optional().meta({ description })

export const Email = email({ hasDomain: false }).meta({
  description: 'Exactly one `@`; compared whatever its case.',
})

/** What a caller may write of a person besides the e-mail. */
export const profileFields = {
  given_name: optional(255, 'Given name.'),
  family_name: optional(255, 'Family name.'),
  name: optional(255, 'Full name, for when given and family name are not used.'),
  phone: optional(64, 'Free text.'),
  job_title: optional(255, 'Job title.'),
}
export type Profile = { [Key in keyof typeof profileFields]?: string | null }

export const ContactInPath = z.string().meta({ description: 'Id of the internal contact.' })

export const contactNotFound = refusal('not_found', 'INTERNAL_CONTACT_NOT_FOUND', 'Internal contact not found')
export const emailTaken = refusal('conflict', 'EMAIL_TAKEN', 'An internal contact with this email already exists')
export const isAssigned = refusal('conflict', 'IS_ASSIGNED', 'The internal contact is assigned to partners')
