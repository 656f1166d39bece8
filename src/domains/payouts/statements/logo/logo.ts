import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'

/** The image at the head of statements. */
export const Logo = z
  .strictObject({
    mediaType: z.enum(['image/png', 'image/jpeg']),
    width: z.int().meta({ description: 'In pixels.' }),
    height: z.int().meta({ description: 'In pixels.' }),
    updatedAt: DateTime,
  })
  .meta({
    id: 'Logo',
    examples: [{ mediaType: 'image/png', width: 640, height: 180, updatedAt: '2026-04-01T09:00:00.000Z' }],
  })
export type Logo = z.infer<typeof Logo>

export const logoNotFound = refusal('not_found', 'LOGO_NOT_FOUND', 'There is no logo. Put one first.')
