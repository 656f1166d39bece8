import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Reference, emptyIsNull, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'

export const exampleId = 'rsc_01KH0VS1E0PAXJFYQ6DVG8KF33'
export const ResourceInPath = Reference.meta({ examples: [exampleId] })

const note = (most: number) => text(0, most).nullable().transform(emptyIsNull)

/** What one says of a resource. */
export const resourceFields = {
  title: text(1, 200),
  description: note(2000).meta({ description: 'For partners; null for none.' }),
  category: note(100).meta({ description: 'Those of one category stand together; null for none.' }),
  rank: z.int().min(-1_000_000).max(1_000_000).meta({ description: 'Order among the others, ascending.' }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .meta({ description: 'Where a link leads; null where it is a file. A link and a file exclude each other.' }),
}

const ResourceFile = z
  .strictObject({ name: z.string(), mediaType: z.string(), size: z.int().meta({ description: 'In bytes.' }) })
  .nullable()

export const exampleResource = {
  id: exampleId,
  templateId: 'exp_01KH0VS1E0PAXJFYQ6DVG8KF31',
  title: 'Battle card',
  description: 'How we compare',
  category: 'Sales',
  rank: 10,
  url: null,
  file: { name: 'Battle card.pdf', mediaType: 'application/pdf', size: 48213 },
  createdAt: '2026-02-03T09:30:00.000Z',
  updatedAt: '2026-02-03T09:30:00.000Z',
} as const

/** Something for partners to read or use: a link, or a file. */
export const Resource = z
  .strictObject({
    id: z.string(),
    templateId: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    category: z.string().nullable(),
    rank: z.int(),
    url: z.string().nullable(),
    file: ResourceFile,
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'ExperienceResource',
    examples: [exampleResource],
  })
export type Resource = z.infer<typeof Resource>

export type ResourceRow = {
  id: string
  template_id: string
  title: string
  description: string | null
  category: string | null
  rank: number
  url: string | null
  file_name: string | null
  media_type: string | null
  file_size: number | null
  created_at: Date
  updated_at: Date
}

/** A resource as it leaves. */
export const toResource = (row: ResourceRow): Resource => ({
  id: row.id,
  templateId: row.template_id,
  title: row.title,
  description: row.description,
  category: row.category,
  rank: row.rank,
  url: row.url,
  file: fileOf(row),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const fileOf = ({ file_name: name, media_type: mediaType, file_size: size }: ResourceRow) =>
  name === null || mediaType === null || size === null ? null : { name, mediaType, size }

export const resourceNotFound = refusal('not_found', 'RESOURCE_NOT_FOUND', 'There is no resource with this id.')
export const hasNoFile = refusal('not_found', 'RESOURCE_HAS_NO_FILE', 'This resource is a link and has no file.')
