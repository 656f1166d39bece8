/** What is asked of whoever is paid, in the reader's language. */
export type BillingWords = Record<
  | 'legalName'
  | 'taxId'
  | 'email'
  | 'line1'
  | 'line2'
  | 'postalCode'
  | 'city'
  | 'state'
  | 'country'
  | 'language'
  | 'method'
  | 'holder'
  | 'iban'
  | 'bic'
  | 'bicHint'
  | 'noIban'
  | 'hasIban'
  | 'accountNumber'
  | 'routingNumber'
  | 'paypal'
  | 'instructions'
  | 'notSet',
  string
> & {
  methods: Record<'KEEP' | 'BANK' | 'PAYPAL' | 'OTHER', string>
  /** The label of what may be left out. */
  optional(label: string): string
  /** The account that is there. */
  now(account: string): string
  paypalAt(email: string): string
  otherWay: string
}
