import { Select, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { FileQuestion } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { Card, Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { useDone } from '../parts/act.tsx'
import { Shown } from '../parts/reading.tsx'
import { useWords } from '../parts/words.ts'
import { type Answers } from './fields.tsx'
import { AnswersForm, type Deal } from './form.tsx'

type OwnForm = Schemas['PortalForm']
type Purpose = OwnForm['purpose']

export function RegisterLeadPage() {
  const { t } = useWords()
  return <Register purpose="LEAD" title={t('leads.register')} above={{ to: '/leads', label: t('leads.title') }} />
}

export function RegisterDealPage() {
  const { t } = useWords()
  return <Register purpose="DEAL" title={t('deals.register')} above={{ to: '/deals', label: t('deals.title') }} />
}

type Props = { purpose: Purpose; title: string; above: { to: string; label: string } }

function Register({ purpose, title, above }: Props) {
  const { t } = useWords()
  const [{ form: chosen }, change] = useSearchState()
  const reading = useRead('GET /api/v1/portal/forms', { query: { limit: 100 } })
  return (
    <Page title={title} above={[above]}>
      <Shown reading={reading}>
        {({ data }) => {
          const forms = data.filter((form) => form.purpose === purpose)
          const form = forms.find(({ id }) => id === chosen) ?? forms[0]
          if (!form)
            return (
              <Empty title={t('leads.noForm')} icon={FileQuestion}>
                {t('leads.noFormText')}
              </Empty>
            )
          return (
            <Stack>
              {forms.length > 1 ? (
                <Select
                  label={t('leads.chooseForm')}
                  data={forms.map(({ id, name }) => ({ value: id, label: name }))}
                  value={form.id}
                  onChange={(id) => change({ form: id ?? undefined }, { replace: true })}
                  allowDeselect={false}
                  maw={560}
                />
              ) : null}
              <Fill key={form.id} form={form} above={above.to} />
            </Stack>
          )
        }}
      </Shown>
    </Page>
  )
}

function Fill({ form, above }: { form: OwnForm; above: string }) {
  const { t } = useWords()
  const done = useDone()
  const navigate = useNavigate()
  const submit = useChange('POST /api/v1/portal/forms/{id}/submissions')
  const send = async (fields: Answers, deal: Deal | undefined) => {
    await submit.mutateAsync({ path: { id: form.id }, body: { fields, ...(deal ? { deal } : {}) } })
    done(t('leads.done'))
    await navigate({ to: above })
  }
  return (
    <Card title={form.name}>
      <Stack>
        {form.purpose === 'DEAL' ? (
          <Text size="sm" c="dimmed">
            {t('deals.protects', { days: form.protectionDays })}
          </Text>
        ) : null}
        <AnswersForm fields={form.fields} hasDeal={form.purpose === 'DEAL'} submit={t('leads.send')} send={send} />
      </Stack>
    </Card>
  )
}
