import { sql } from 'kysely'

const iso = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const personOf = (alias: string) =>
  `case when ${alias}.id is not null then json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'email', ${alias}.email) end`

/** A partner `p` with its people `o` and `v`, as the JSON text that leaves: PostgreSQL shapes it, nobody parses it. */
export const partnerJson = sql.raw(`row_to_json((select r from (select
  p.id, p.name, p.domain, p.external_company_id as "externalCompanyId", p.external_id as "externalId",
  p.external_id_type as "externalIdType", v.email as "managerEmail", p.categories, p.tier_id as "tierId", p.phase_id as "phaseId",
  ${personOf('o')} as owner, ${personOf('v')} as manager,
  p.partner_object_crm_properties as "partnerObjectCrmProperties", p.company_crm_properties as "companyCrmProperties",
  coalesce(p.partner_object_crm_properties, p.company_crm_properties) as "crmProperties",
  p.status, ${iso('p.created_at')} as "createdAt", ${iso('p.updated_at')} as "updatedAt") r))::text`)

/** The joins that `partnerJson` reads its people from. */
export const withPeople = sql.raw(`
  left join member o on o.organisation_id = p.organisation_id and o.id = p.owner_id
  left join visitor v on v.organisation_id = p.organisation_id and v.id = p.manager_id`)
