import { z } from 'zod'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { exampleId, PartnerInPath } from './partner.ts'
import { onPartner } from './queries.ts'
import { partnerChange, writePartner } from './write.ts'

/** An id or a type that a CRM gave; empty is none. */
export const crmId = text(0, 255)
  .transform((sent) => sent || null)
  .nullable()
  .optional()
const crmProperties = z.record(z.string(), z.unknown()).nullable().optional()

export const setCrmRecord = command({
  ...partnerChange,
  name: 'partners.set-crm-record',
  summary: 'Set the CRM record of a partner',
  description:
    'The ids and raw properties that a CRM knows the partner by. A key that is not given stays, null clears. An `externalId` may stand for the partner wherever its id may.',
  input: z.strictObject({
    id: PartnerInPath,
    externalId: crmId,
    externalIdType: crmId,
    externalCompanyId: crmId,
    partnerObjectCrmProperties: crmProperties,
    companyCrmProperties: crmProperties,
  }),
  example: {
    id: exampleId,
    externalId: '77001',
    externalIdType: 'PARTNER',
    partnerObjectCrmProperties: { name: 'Larkspur Traders' },
  },
  run: (ctx, { id, externalId, externalIdType, externalCompanyId, partnerObjectCrmProperties, companyCrmProperties }) =>
    onPartner(ctx, id, (own) =>
      writePartner(ctx, own, 'partners.set-crm-record', {
        ...(externalId !== undefined && { external_id: externalId }),
        ...(externalIdType !== undefined && { external_id_type: externalIdType }),
        ...(externalCompanyId !== undefined && { external_company_id: externalCompanyId }),
        ...(partnerObjectCrmProperties !== undefined && {
          partner_object_crm_properties: partnerObjectCrmProperties,
        }),
        ...(companyCrmProperties !== undefined && { company_crm_properties: companyCrmProperties }),
      }),
    ),
})
