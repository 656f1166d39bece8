import type { Context } from '#/kernel/context.ts'
import { day, nullableText } from '#/platform/http/contracts/detail/values.ts'
import type { ClientDetails } from '../create.ts'
import { storedEin } from '../ein.ts'
import { industryOf } from '../industry.ts'
import { CountryCode } from './country-code.ts'
import { EntityType } from './entity-type.ts'

/** What a referral partner may say of a client, in the contract's order; null clears. */
export const detailInput = {
  businessName: nullableText(200).optional().meta({ description: 'Legal name.' }),
  entityType: EntityType.nullish(),
  dba: nullableText(200).optional().meta({ description: 'Trade name.' }),
  ein: nullableText(200).optional().meta({ description: 'Tax number. It is encrypted, and only ever shown masked.' }),
  incorporationState: nullableText(200).optional(),
  companyAddress1: nullableText(200).optional(),
  companyAddress2: nullableText(200).optional(),
  companyCity: nullableText(200).optional(),
  companyState: nullableText(200).optional(),
  companyPostalCode: nullableText(100).optional(),
  companyCountryCode: CountryCode.nullish(),
  businessDescription: nullableText(2000).optional(),
  firstOperationsDate: day.nullish(),
  naics: nullableText(10).optional().meta({ description: 'A NAICS code; its first two digits give the industry.' }),
  businessPhone: nullableText(100).optional().meta({ description: 'Phone of the contact.' }),
  businessEmail: nullableText(100).optional().meta({ description: 'E-mail of the contact, in whatever form.' }),
}

type Field = keyof typeof detailInput
type Plain = Exclude<Field, 'ein' | 'naics'>
type Details = { [F in Field]?: string | null | undefined }

const columns = {
  businessName: 'legal_name',
  entityType: 'entity_type',
  dba: 'trade_name',
  incorporationState: 'incorporation_state',
  companyAddress1: 'street1',
  companyAddress2: 'street2',
  companyCity: 'city',
  companyState: 'state',
  companyPostalCode: 'postal_code',
  companyCountryCode: 'country',
  businessDescription: 'business_description',
  firstOperationsDate: 'first_operations_date',
  businessPhone: 'contact_phone',
  businessEmail: 'contact_email',
} as const satisfies Record<Plain, keyof ClientDetails>

const fields = Object.keys(detailInput) as Field[]
const plainFields = Object.keys(columns) as Plain[]

/** The fields that the caller has sent, changed or not. */
export const givenFields = (input: Details): Field[] => fields.filter((field) => input[field] !== undefined)

/** What was sent, as columns of a client. */
export function detailsOf(ctx: Pick<Context, 'seal'>, { ein, naics, ...input }: Details): ClientDetails {
  const given = plainFields.filter((field) => input[field] !== undefined)
  return {
    ...Object.fromEntries(given.map((field) => [columns[field], input[field]])),
    ...(ein !== undefined && storedEin(ctx, ein)),
    ...(naics !== undefined && { naics, industry: industryOf(naics) }),
  }
}
