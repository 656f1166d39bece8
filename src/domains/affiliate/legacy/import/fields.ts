import { z } from 'zod'
import type { GoodRow as GoodRowOf, Row as RowOf } from '#/platform/imports/rows.ts'
import type { Cells, Subject } from '#/platform/imports/subject.ts'
import { OldUrl } from '../url.ts'

const reference = z.string().max(255)

const fields = {
  url: {
    headers: [
      'old url',
      'old link',
      'legacy url',
      'legacy link',
      'link',
      'link url',
      'referral link',
      'address',
      'source',
    ],
    cell: OldUrl,
  },
  code: { headers: ['link code', 'new code', 'alias', 'slug'], cell: reference.toLowerCase() },
  partnerId: { headers: ['partner', 'partner crm id', 'partner external id', 'partner domain'], cell: reference },
  campaignId: { headers: ['campaign'], cell: reference },
} as const

/** A file of old addresses, each with the link that it is to lead to. */
export const subject: Subject<typeof fields, 'url'> = { fields, needs: { url: 'the old address' } }

export type GoodRow = GoodRowOf<Cells<typeof fields, 'url'>>
export type Row = RowOf<Cells<typeof fields, 'url'>>
