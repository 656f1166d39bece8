import { Fieldset, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ApiError } from '#web/api/client.ts'
import { useChange } from '#web/api/queries.ts'
import { showFaults, tellDone } from '#web/ui/act.tsx'
import { Account } from '#web/ui/billing/account.tsx'
import { Company } from '#web/ui/billing/company.tsx'
import { type BillingInfo, bodyOf, fieldNames, partyOf, valuesOf } from '#web/ui/billing/values.ts'
import type { BillingWords } from '#web/ui/billing/words.ts'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { nameOf, type Partner } from '../partner.tsx'

const words: BillingWords = {
  legalName: 'Legal name',
  taxId: 'Tax id',
  email: 'E-mail for billing',
  line1: 'Street and number',
  line2: 'Addition',
  postalCode: 'Postal code',
  city: 'City',
  state: 'State or province',
  country: 'Country',
  language: 'Language of statements',
  method: 'Method',
  methods: { KEEP: 'Keep as it is', BANK: 'Bank transfer', PAYPAL: 'PayPal', OTHER: 'Otherwise' },
  holder: 'Account holder',
  iban: 'IBAN',
  bic: 'BIC',
  bicHint: 'Where the bank asks for it.',
  noIban: 'The bank has no IBAN',
  hasIban: 'The bank has an IBAN',
  accountNumber: 'Account number',
  routingNumber: 'Routing number',
  paypal: 'PayPal address',
  instructions: 'Instructions',
  notSet: 'Nothing is entered yet.',
  now: (account) => `Now: ${account}`,
  paypalAt: (email) => `PayPal ${email}`,
  otherWay: 'otherwise',
  optional: (label) => `${label} (optional)`,
}

type Props = { partner: Partner; info: BillingInfo; close: () => void }

/** Whom statements are made out to and how the partner is paid, entered for the partner. */
export function BillingDialog({ partner, info, close }: Props) {
  const form = useForm({ initialValues: valuesOf(info) })
  const change = useChange('PUT /api/v1/partners/{id}/billing-info', { alsoStale: ['events'] })
  const path = { id: partner.id }
  const isKept = form.values.method === 'KEEP'
  const submit = async () => {
    await change.mutateAsync({ path, body: bodyOf(form.values) })
    const before = partyOf(info)
    const undo = before && isKept ? () => change.mutateAsync({ path, body: before }) : undefined
    tellDone(`The billing information of ${nameOf(partner)} is saved.`, undo)
  }
  return (
    <FormDialog
      title={`Billing information of ${nameOf(partner)}`}
      size="lg"
      close={close}
      confirm="Save"
      form={form}
      submit={submit}
      refused={(error) => showFaults(form, placed(error))}
    >
      <Fieldset legend="Billing information">
        <Company form={form} words={words} language={undefined} />
      </Fieldset>
      <Fieldset legend="How it is paid">
        <Account form={form} words={words} info={info} />
      </Fieldset>
      {isKept ? null : (
        <Text size="sm">
          All later payouts go there.{' '}
          {info.payoutMethod ? 'This cannot be undone: nobody is shown the number of the account before.' : ''}
        </Text>
      )}
    </FormDialog>
  )
}

/** The faults by the names of the form, where all fields stand side by side. */
function placed(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const names: Record<string, string> = fieldNames
  const fields = error.fields.map((fault) => ({
    ...fault,
    path: [names[fault.path.join('.')] ?? fault.path.at(-1) ?? ''],
  }))
  return new ApiError(error.status, error.code, error.message, fields)
}
