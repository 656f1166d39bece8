import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { exampleId as exampleLinkId } from '../links/link.ts'
import type { LegacyLinkRow } from '../tables.ts'

export const exampleId = 'lgl_01KP1SJ8E0M4D6V9QH2R7T5XYC'
export const LegacyLinkInPath = Reference.meta({ examples: [exampleId] })

export const LegacyLink = z
  .strictObject({
    id: z.string(),
    url: z.string().meta({ description: 'As it was given.' }),
    linkId: z.string(),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'LegacyLink',
    examples: [
      {
        id: exampleId,
        url: 'https://old.example.com/go?ref=42',
        linkId: exampleLinkId,
        createdAt: '2026-04-12T10:30:00.000Z',
        updatedAt: '2026-04-12T10:30:00.000Z',
      },
    ],
  })

/** An old address as it leaves. */
export const toLegacyLink = (row: LegacyLinkRow): z.infer<typeof LegacyLink> => ({
  id: row.id,
  url: row.url,
  linkId: row.link_id,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const legacyLinkNotFound = refusal('not_found', 'LEGACY_LINK_NOT_FOUND', 'There is no old address with this id.')
