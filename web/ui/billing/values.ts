import type { Schemas } from '../../api/client.ts'

export type BillingInfo = Schemas['PartnerBillingInfo']

/** What the API calls a field and we call otherwise, as another has the name. */
export const fieldNames = { 'payoutMethod.email': 'paypal' } as const

/** All that one types, flat: what is not shown stays empty. */
export type Values = ReturnType<typeof valuesOf>
export type Method = 'KEEP' | 'BANK' | 'PAYPAL' | 'OTHER'

export function valuesOf(info: BillingInfo) {
  const { address } = info
  return {
    legalName: info.legalName ?? '',
    taxId: info.taxId ?? '',
    email: info.email ?? '',
    locale: info.locale ?? '',
    line1: address?.line1 ?? '',
    line2: address?.line2 ?? '',
    postalCode: address?.postalCode ?? '',
    city: address?.city ?? '',
    state: address?.state ?? '',
    country: address?.country ?? '',
    method: (info.payoutMethod ? 'KEEP' : 'BANK') as Method,
    accountHolder: '',
    hasIban: true,
    iban: '',
    bic: '',
    accountNumber: '',
    routingNumber: '',
    paypal: '',
    instructions: '',
  }
}

const orNull = (text: string) => text.trim() || null

/** The body of the change; an account that is kept is not in it. */
export function bodyOf(values: Values) {
  const { line1, city, country } = values
  return {
    legalName: values.legalName,
    taxId: orNull(values.taxId),
    email: orNull(values.email),
    locale: orNull(values.locale),
    address: {
      line1,
      line2: orNull(values.line2),
      postalCode: orNull(values.postalCode),
      city,
      state: orNull(values.state),
      country: country as 'DE',
    },
    ...(values.method === 'KEEP' ? {} : { payoutMethod: methodOf(values) }),
  }
}

/** What there was of the party, as the body that brings it back. */
export function partyOf(info: BillingInfo) {
  const { legalName, taxId, email, locale, address } = info
  return legalName && address
    ? { legalName, taxId, email, locale, address: { ...address, country: address.country as 'DE' } }
    : undefined
}

function methodOf(values: Values) {
  if (values.method === 'PAYPAL') return { type: 'PAYPAL' as const, email: values.paypal }
  if (values.method === 'OTHER') return { type: 'OTHER' as const, instructions: values.instructions }
  const number = values.hasIban
    ? { iban: values.iban }
    : { accountNumber: values.accountNumber, routingNumber: orNull(values.routingNumber) }
  return { type: 'BANK' as const, accountHolder: values.accountHolder, bic: orNull(values.bic), ...number }
}
