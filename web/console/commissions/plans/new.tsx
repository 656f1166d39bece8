import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useChange, useRead } from '../../../api/queries.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import { Page } from '../../../ui/page.tsx'
import { PlanEditor } from './editor.tsx'
import { datesOf, newPlan, planRules, termsOf } from './form.ts'

/** A new plan, tried in the calculator while it is written. */
export function NewPlanPage() {
  const navigate = useNavigate()
  const settings = useRead('GET /api/v1/payout-settings', {})
  const create = useChange('POST /api/v1/commission-plans')
  const archive = useChange('POST /api/v1/commission-plans/{id}/archive')
  const form = useForm({ initialValues: newPlan, validate: planRules })
  const currency = form.values.currency || settings.data?.data.currency || 'USD'
  const submit = form.onSubmit(async (given) => {
    const whole = { ...given, currency }
    const body = { name: given.name, ...datesOf(whole), ...termsOf(whole) }
    await create.mutateAsync({ body }).then(
      ({ data }) => {
        tellDone('The commission plan is created.', () => archive.mutateAsync({ path: { id: data.id } }))
        return navigate({ to: `/commissions/plans/${data.id}` })
      },
      (error: unknown) => showFaults(form, error),
    )
  })
  return (
    <Page title="New commission plan" above={[{ to: '/commissions/plans', label: 'Commission plans' }]}>
      <PlanEditor form={form} currency={currency} submit={submit} save="Create plan" isSaving={create.isPending} />
    </Page>
  )
}
