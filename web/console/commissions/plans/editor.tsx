import { Button, Checkbox, Grid, Group, Select, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { FormEvent } from 'react'
import { CurrencySelect } from '../../../ui/currency.tsx'
import { Card } from '../../../ui/notice.tsx'
import { AppliesFields } from './applies.tsx'
import { Calculator } from './calculator.tsx'
import { CapFields } from './caps.tsx'
import { CommissionFields } from './commission.tsx'
import { datesOf, needsCurrency, type PlanForm, termsOf } from './form.ts'
import { RateFields } from './rates.tsx'

export type Form = UseFormReturnType<PlanForm>

type Props = {
  form: Form
  currency: string
  submit: (event?: FormEvent<HTMLFormElement>) => void
  save: string
  isSaving: boolean
  planId?: string
}

const ends = [
  { value: 'MONTH', label: 'The month' },
  { value: 'QUARTER', label: 'The quarter' },
  { value: 'YEAR', label: 'The year' },
]

/** The form of a plan, and beside it what a sale would earn by it. */
export function PlanEditor({ form, currency, submit, save, isSaving, planId }: Props) {
  const whole = { ...form.values, currency }
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <form onSubmit={submit}>
          <Stack gap="md">
            <Card title="General">
              <General form={form} currency={currency} />
            </Card>
            <Card title="Commission">
              <CommissionFields form={form} at="commission" value={form.values.commission} currency={currency} />
            </Card>
            <RateFields form={form} currency={currency} />
            <AppliesFields form={form} />
            <Card title="Renewals and caps">
              <CapFields form={form} currency={currency} />
            </Card>
            <Group>
              <Button type="submit" loading={isSaving}>
                {save}
              </Button>
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <div style={{ position: 'sticky', top: 72 }}>
          <Calculator
            planId={planId}
            draft={{ ...datesOf(whole), ...termsOf(whole) }}
            currency={needsCurrency(form.values) ? currency : undefined}
          />
        </div>
      </Grid.Col>
    </Grid>
  )
}

function General({ form, currency }: { form: Form; currency: string }) {
  return (
    <Stack gap="sm">
      <TextInput label="Name" placeholder="Resellers 2026" required {...form.getInputProps('name')} />
      <Group gap="sm" grow align="flex-start">
        <TextInput
          type="date"
          label="In force from"
          description="Empty: from now on."
          {...form.getInputProps('effectiveFrom')}
        />
        <TextInput
          type="date"
          label="To"
          description="The last day. Empty: without end."
          {...form.getInputProps('effectiveTo')}
        />
      </Group>
      <Checkbox.Group label="Counts" {...form.getInputProps('eventTypes')}>
        <Group gap="md" mt={6}>
          <Checkbox value="SALE" label="Sales" />
          <Checkbox value="RENEWAL" label="Renewals" />
        </Group>
      </Checkbox.Group>
      <Group gap="sm" align="flex-start">
        <Select
          label="Earned by the end of"
          description="Lines wait for a payout of that period."
          data={ends}
          allowDeselect={false}
          {...form.getInputProps('earningPeriod')}
        />
        {needsCurrency(form.values) ? (
          <CurrencySelect
            label="Currency"
            description="A plan has one."
            w={140}
            {...form.getInputProps('currency')}
            value={currency}
          />
        ) : null}
      </Group>
    </Stack>
  )
}
