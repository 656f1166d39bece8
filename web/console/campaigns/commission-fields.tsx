import { Alert, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { Calculator } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { exampleText } from './earns.ts'
import type { Commission } from './words.ts'

/** A commission as it is typed: one set of fields for all its types. */
export type Typed = {
  type: Commission['type']
  amount: string
  percent: string
  planId: string | null
  property: string
  currency: string
}

export const typedOf = (commission: Commission): Typed => ({
  type: commission.type,
  amount: commission.type === 'FIXED' ? commission.amount : '',
  percent: commission.type === 'PERCENT' ? commission.percent : '',
  planId: commission.type === 'PLAN' ? commission.planId : null,
  property: 'property' in commission ? commission.property : 'amount',
  currency: 'currency' in commission ? (commission.currency ?? '') : '',
})

/** What is typed, as the API takes it. */
export function commissionOf(
  { type, amount, percent, planId, property, currency }: Typed,
  was?: Commission,
): Commission {
  const code = currency.trim().toUpperCase()
  if (type === 'NONE') return { type }
  if (type === 'FIXED') return { type, amount: amount.trim(), currency: code }
  const known = was && 'currencyProperty' in was ? was.currencyProperty : null
  const where = { property: property.trim(), currency: code || null, currencyProperty: code ? null : known }
  return type === 'PERCENT' ? { type, percent: percent.trim(), ...where } : { type, planId: planId ?? '', ...where }
}

const types = [
  { value: 'NONE', label: 'None' },
  { value: 'FIXED', label: 'Fixed amount' },
  { value: 'PERCENT', label: 'Percentage' },
  { value: 'PLAN', label: 'Plan' },
]

type Props<T> = { form: UseFormReturnType<T & { commission: Typed }>; isLocked?: boolean }

/** What a conversion earns, with a sentence that reckons an example. */
export function CommissionFields<T>({ form, isLocked = false }: Props<T>) {
  const field = (name: keyof Typed) => ({
    disabled: isLocked,
    key: form.key(`commission.${name}`),
    ...form.getInputProps(`commission.${name}`),
  })
  const typed = form.getValues().commission
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={500} mb={4} id="commission-type">
          A conversion earns
        </Text>
        <SegmentedControl aria-labelledby="commission-type" data={types} {...field('type')} />
      </div>
      {typed.type === 'FIXED' ? (
        <Group align="flex-start" gap="xs">
          <TextInput label="Amount" placeholder="50.00" inputMode="decimal" w={160} required {...field('amount')} />
          <TextInput label="Currency" placeholder="EUR" maxLength={3} w={110} required {...field('currency')} />
        </Group>
      ) : null}
      {typed.type === 'PERCENT' ? (
        <NumberInput
          label="Percentage of the sale"
          suffix=" %"
          min={0}
          max={100}
          decimalScale={6}
          w={200}
          required
          {...field('percent')}
          value={typed.percent}
          onChange={(value) => form.setFieldValue('commission.percent', String(value) as never)}
        />
      ) : null}
      {typed.type === 'PLAN' ? <PlanSelect {...field('planId')} /> : null}
      {typed.type === 'PERCENT' || typed.type === 'PLAN' ? (
        <Group align="flex-start" gap="xs">
          <TextInput
            label="Property with the amount"
            description="Where a report tells the amount of the sale."
            required
            {...field('property')}
          />
          <TextInput
            label="Currency"
            description="Empty: each report tells its own."
            placeholder="Any"
            maxLength={3}
            {...field('currency')}
          />
        </Group>
      ) : null}
      <Example typed={typed} />
    </Stack>
  )
}

function Example({ typed }: { typed: Typed }) {
  const { data } = useRead(
    'GET /api/v1/commission-plans/{id}',
    { path: { id: typed.planId ?? '' } },
    { enabled: typed.type === 'PLAN' && Boolean(typed.planId) },
  )
  return (
    <Alert variant="light" icon={<Calculator aria-hidden />} role="status" aria-live="polite">
      {exampleText(commissionOf(typed), data?.data)}
    </Alert>
  )
}

function PlanSelect(props: Record<string, unknown>) {
  const { data } = useRead('GET /api/v1/commission-plans', { query: { status: 'ACTIVE', limit: 100 } })
  return (
    <Select
      label="Commission plan"
      placeholder="Choose a plan"
      nothingFoundMessage="There is no active plan. Make one under Commission plans."
      data={(data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      required
      maw={360}
      {...props}
    />
  )
}
