import { useForm } from '@mantine/form'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useChange, useRead } from '../../../api/queries.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import { Failure, Waiting } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { PlanEditor } from './editor.tsx'
import { datesOf, formOf, type Plan, planRules, termsOf } from './form.ts'

/** Changes a plan by another version of it. */
export function EditPlanPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/commission-plans/{id}', { path: { id } })
  const above = [
    { to: '/commissions/plans', label: 'Commission plans' },
    { to: `/commissions/plans/${id}`, label: data?.data.name ?? 'Plan' },
  ]
  return (
    <Page
      title="Change the plan"
      above={above}
      lead="This makes a new version. What was earned before stays as it is, and earlier sales are calculated by the version of their time."
    >
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? <Editor key={data.data.version} plan={data.data} /> : error ? null : <Waiting />}
    </Page>
  )
}

function Editor({ plan }: { plan: Plan }) {
  const navigate = useNavigate()
  const update = useChange('PATCH /api/v1/commission-plans/{id}')
  const form = useForm({ initialValues: formOf(plan), validate: planRules })
  const currency = form.values.currency || 'USD'
  const path = { id: plan.id }
  const undo = () => {
    const { version: _version, id: _id, status: _status, createdAt: _made, updatedAt: _changed, ...before } = plan
    return update.mutateAsync({ path, body: { ...before, effectiveFrom: undefined } })
  }
  const submit = form.onSubmit(async (given) => {
    const whole = { ...given, currency }
    await update.mutateAsync({ path, body: { name: given.name, ...datesOf(whole), ...termsOf(whole) } }).then(
      ({ data }) => {
        if (data.version === plan.version) tellDone('Nothing differs, so there is no new version.')
        else tellDone(`Version ${data.version} is made.`, undo)
        return navigate({ to: `/commissions/plans/${plan.id}` })
      },
      (error: unknown) => showFaults(form, error),
    )
  })
  return (
    <PlanEditor
      form={form}
      currency={currency}
      submit={submit}
      save="Save as a new version"
      isSaving={update.isPending}
      planId={plan.id}
    />
  )
}
