import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useChange, useRead } from '../../../api/queries.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import { useOnceKey } from '../../../ui/once.ts'
import { CurrencySelect } from '../../../ui/currency.tsx'
import { Card } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { PartnerSelect } from '../../names.tsx'
import { useUndoOfLine } from './undo.ts'
import { touched } from '../words.ts'

/** Enters one amount for a partner. With `payoutId` in the address it goes onto that payout at once. */
export function NewLinePage() {
  const navigate = useNavigate()
  const [{ partnerId = '', payoutId, currency: asked }] = useSearchState()
  const settings = useRead('GET /api/v1/payout-settings', {})
  const create = useChange('POST /api/v1/commission-lines', { alsoStale: touched })
  const undo = useUndoOfLine()
  const keyOf = useOnceKey()
  const form = useForm({
    initialValues: { partnerId, amount: '', currency: asked ?? '', sourceAmount: '', description: '' },
    validate: { partnerId: (id) => (id ? null : 'Choose whose it is.') },
  })
  const currency = form.values.currency || settings.data?.data.currency || 'USD'
  const submit = form.onSubmit(async ({ sourceAmount, description, ...given }) => {
    const optional = { sourceAmount: sourceAmount.trim() || null, description: description.trim() || null }
    const line = { ...given, ...optional, amount: given.amount.trim(), currency, payoutId: payoutId ?? null }
    const body = { ...line, idempotencyKey: keyOf(line) }
    await create.mutateAsync({ body }).then(
      ({ data }) => {
        tellDone('The commission line is created.', payoutId ? undefined : () => undo(data.id))
        return navigate({ to: payoutId ? `/payouts/${payoutId}` : `/commissions/${data.id}` })
      },
      (error: unknown) => showFaults(form, error),
    )
  })
  return (
    <Page
      title="New commission line"
      above={[{ to: '/commissions', label: 'Commission lines' }]}
      lead={
        payoutId
          ? 'It goes onto the payout at once.'
          : 'One amount that a partner earned. It waits until a payout takes it. Below zero it takes something back.'
      }
    >
      <Card>
        <form onSubmit={submit}>
          <Stack gap="md" maw={560}>
            <PartnerSelect
              label="Partner"
              required
              placeholder="Search by name or domain"
              {...form.getInputProps('partnerId')}
              value={form.values.partnerId || null}
              onChange={(id) => form.setFieldValue('partnerId', id ?? '')}
            />
            <Group gap="sm" align="flex-start" wrap="nowrap">
              <TextInput
                label="Amount"
                placeholder="500.00"
                inputMode="decimal"
                required
                style={{ flex: 1 }}
                {...form.getInputProps('amount')}
              />
              <CurrencySelect label="Currency" required w={120} {...form.getInputProps('currency')} value={currency} />
            </Group>
            <TextInput
              label="Sale that it comes from"
              description="An amount in the same currency, if there is one."
              placeholder="5000.00"
              inputMode="decimal"
              {...form.getInputProps('sourceAmount')}
            />
            <Textarea
              label="Description"
              description="The partner sees it, and it stands on the statement."
              placeholder="Launch bonus"
              autosize
              minRows={2}
              {...form.getInputProps('description')}
            />
            <Group>
              <Button type="submit" loading={create.isPending}>
                Create line
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </Page>
  )
}
