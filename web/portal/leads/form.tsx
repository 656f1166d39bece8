import { Alert, Button, Fieldset, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { fieldFaultText } from '../parts/field-fault.ts'
import { faultText } from '../parts/reading.tsx'
import { useWords } from '../parts/words.ts'
import { type Answers, answersOf, type Field, FieldInput } from './fields.tsx'

export type Deal = { name?: string; amount?: string; currency?: string; closeDate?: string; customerDomain?: string }

const dealKeys = ['name', 'customerDomain', 'amount', 'currency', 'closeDate'] as const
type DealKey = (typeof dealKeys)[number]
const properties: Record<DealKey, string> = {
  name: 'NAME',
  customerDomain: 'CUSTOMER_DOMAIN',
  amount: 'AMOUNT',
  currency: 'CURRENCY',
  closeDate: 'CLOSE_DATE',
}

type Props = {
  fields: Field[]
  /** Whether a deal is registered with it. */
  hasDeal: boolean
  initial?: Answers
  submit: string
  send: (answers: Answers, deal: Deal | undefined) => Promise<unknown>
}

/** The questions of a form of the programme, and of a deal what the form does not ask itself. */
export function AnswersForm({ fields, hasDeal, initial = {}, submit, send }: Props) {
  const { t, language } = useWords()
  const [typed, setTyped] = useState<Answers>(initial)
  const [deal, setDeal] = useState<Partial<Record<DealKey, string>>>({})
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string>()
  const [isSending, setSending] = useState(false)
  const asked = hasDeal ? dealKeys.filter((key) => !fields.some((one) => one.dealProperty === properties[key])) : []
  const refuse = (error: unknown) => {
    const found = error instanceof ApiError ? error.fields : []
    const told = found.map((fault) => {
      const name = String(fault.path[1] ?? fault.path[0])
      return [name, fieldFaultText({ t, language }, fault, kindOf(fields, name))]
    })
    setFaults(Object.fromEntries(told))
    setFailure(found.length ? undefined : faultText(t, error))
  }
  const act = async () => {
    setSending(true)
    setFaults({})
    setFailure(undefined)
    const said = Object.fromEntries(Object.entries(deal).filter(([, value]) => value)) as Deal
    await send(answersOf(fields, typed), Object.keys(said).length ? said : undefined).catch(refuse)
    setSending(false)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void act()
      }}
    >
      <Stack maw={560}>
        {fields.map((field) => (
          <FieldInput
            key={field.id}
            field={field}
            bound={{
              value: typed[field.id],
              error: faults[field.id],
              change: (value) => setTyped((before) => ({ ...before, [field.id]: value })),
            }}
          />
        ))}
        {asked.length ? (
          <Fieldset legend={t('deals.about')}>
            <Stack gap="sm">
              {asked.map((key) => (
                <DealInput
                  key={key}
                  name={key}
                  value={deal[key] ?? ''}
                  error={faults[key]}
                  change={(value) => setDeal((before) => ({ ...before, [key]: value }))}
                />
              ))}
            </Stack>
          </Fieldset>
        ) : null}
        {failure ? (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" loading={isSending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** As what a field of the form is checked: as what it tells of the deal, else by its data type. */
function kindOf(fields: Field[], name: string): string | undefined {
  const field = fields.find(({ id }) => id === name)
  return field?.dataType === 'STRING' ? (field.dealProperty ?? 'STRING') : field?.dataType
}

type DealInputProps = { name: DealKey; value: string; error: string | undefined; change: (value: string) => void }

function DealInput({ name, value, error, change }: DealInputProps) {
  const { t } = useWords()
  const labels = {
    name: t('deals.name'),
    customerDomain: t('deals.domain'),
    amount: t('deals.worth'),
    currency: t('leads.currency'),
    closeDate: t('deals.close'),
  }
  return (
    <TextInput
      label={`${labels[name]} (${t('common.optional')})`}
      description={name === 'name' ? t('deals.nameHint') : undefined}
      placeholder={name === 'currency' ? 'EUR' : name === 'amount' ? '12000.00' : undefined}
      type={name === 'closeDate' ? 'date' : 'text'}
      inputMode={name === 'amount' ? 'decimal' : undefined}
      maxLength={name === 'currency' ? 3 : 255}
      value={value}
      error={error}
      onChange={({ currentTarget }) =>
        change(name === 'currency' ? currentTarget.value.toUpperCase() : currentTarget.value)
      }
    />
  )
}
