import { z } from 'zod'
import type { Cells as CellsOf, Subject } from '#/platform/imports/subject.ts'
import type { GoodRow as GoodRowOf, Row as RowOf } from '#/platform/imports/rows.ts'
import { Categories } from '../categories.ts'
import { crmId } from '../crm-record.ts'
import { Domain } from '../domain.ts'
import { partnerFields } from '../partner.ts'

const reference = z.string().max(320)

const fields = {
  name: {
    headers: [
      'partner',
      'partner name',
      'company',
      'company name',
      'organisation',
      'organisation name',
      'organization',
      'organization name',
      'account',
      'account name',
    ],
    cell: partnerFields.name,
  },
  domain: {
    headers: [
      'domain name',
      'company domain',
      'company domain name',
      'partner domain',
      'website',
      'website url',
      'web site',
      'homepage',
      'url',
    ],
    cell: Domain,
  },
  externalId: { headers: ['crm id', 'partner external id'], cell: crmId },
  externalIdType: { headers: ['crm id type', 'crm object type'], cell: crmId },
  externalCompanyId: { headers: ['company id', 'crm company id'], cell: crmId },
  categories: {
    headers: ['category', 'type', 'partner type', 'domain type', 'labels', 'tags'],
    cell: z.string().transform(labelsIn).pipe(Categories),
  },
  tier: { headers: ['tier id', 'tier name', 'partner tier', 'level'], cell: reference },
  phase: { headers: ['phase id', 'phase name', 'stage', 'lifecycle stage', 'lifecycle phase'], cell: reference },
  owner: {
    headers: ['owner id', 'owner email', 'owner e-mail', 'partner owner', 'partner owner id', 'account owner'],
    cell: reference,
  },
  status: {
    headers: ['partner status'],
    cell: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['active', 'inactive'], 'Write active or inactive.')),
  },
} as const

export type FieldName = keyof typeof fields

/** A file of partners: a row has a name at least. */
export const subject: Subject<typeof fields, 'name'> = { fields, needs: { name: "the partner's name" } }

type Cells = CellsOf<typeof fields, 'name'>
export type GoodRow = GoodRowOf<Cells>
export type Row = RowOf<Cells>

/** Labels stand between `;` or `|`; a backslash before one of these makes it part of the label. */
function labelsIn(cell: string): string[] {
  const labels = cell.match(/(?:\\[\\;|]|[^;|])+/g) ?? []
  return labels.map((label) => label.replaceAll(/\\([\\;|])/g, '$1').trim()).filter(Boolean)
}

/** Labels as one cell, so that `labelsIn` finds them again. */
export const labelsCell = (labels: string[]) => labels.map((label) => label.replaceAll(/[\\;|]/g, '\\$&')).join(';')
