import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { ask } from '../../ui/act.tsx'
import { Account } from '../../ui/billing/account.tsx'
import { Company } from '../../ui/billing/company.tsx'
import { type BillingInfo, bodyOf, fieldNames, type Values, valuesOf } from '../../ui/billing/values.ts'
import { Card } from '../../ui/notice.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { useWords } from '../parts/words.ts'
import { useBillingWords } from './words.ts'

/** The whole of it, saved at once; another account is asked about first. */
export function BillingForm({ info }: { info: BillingInfo }) {
  const { t, language } = useWords()
  const words = useBillingWords()
  const done = useDone()
  const { beside } = useFaults()
  const form = useForm({ initialValues: valuesOf(info) })
  const change = useChange('PUT /api/v1/portal/billing-info')
  const save = async (values: Values) => {
    try {
      await change.mutateAsync({ body: bodyOf(values) })
      done(t(values.method === 'KEEP' ? 'billing.saved' : 'billing.savedAccount'))
    } catch (error) {
      beside(form, error, { names: fieldNames })
    }
  }
  const submit = (values: Values) => {
    if (values.method === 'KEEP' || !info.payoutMethod) return void save(values)
    ask({
      title: t('billing.askTitle'),
      text: t('billing.askText'),
      confirm: t('billing.askGo'),
      cancel: t('common.cancel'),
      act: () => save(values),
    })
  }
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack maw={720}>
        <Card title={t('billing.company')}>
          <Company form={form} words={words} language={language} />
        </Card>
        <Card title={t('billing.account')}>
          <Account form={form} words={words} info={info} />
        </Card>
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
