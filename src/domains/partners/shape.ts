import { Json } from '#/kernel/json.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Partner } from './partner.ts'

/** The parts of a partner's JSON, each shaped when it was written. */
export type PartnerParts = {
  id: string
  document: string
  own: string | null
  company: string | null
  owner: string | null
  manager: string | null
}

/** The columns of a partner `p` with its people `o` and `v` that `toPartner` joins. */
export const partnerParts = sql.raw(`p.id, p.document, p.partner_object_crm_properties::text as own,
  p.company_crm_properties::text as company, o.person as owner, v.person as manager`)

/** The joins that `partnerParts` reads its people from. */
export const withPeople = sql.raw(`
  left join member o on o.organisation_id = p.organisation_id and o.id = p.owner_id
  left join visitor v on v.organisation_id = p.organisation_id and v.id = p.manager_id`)

/** A partner as the JSON text that leaves: its parts side by side, none of them parsed. */
export function toPartner({ document, own, company, owner, manager }: PartnerParts): Json<Partner> {
  return new Json(
    `{${document},"owner":${owner},${manager ?? '"managerEmail":null,"manager":null'},` +
      `"partnerObjectCrmProperties":${own},"companyCrmProperties":${company},"crmProperties":${own ?? company}}`,
  )
}
