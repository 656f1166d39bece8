import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { Shown } from '../parts/reading.tsx'
import { chooseLanguage, type Language, languages } from '../language/language.ts'
import { useWords } from '../parts/words.ts'

/** The visitor's own name and language. */
export function ProfilePage() {
  const { t } = useWords()
  const reading = useRead('GET /api/v1/portal/profile', {})
  return (
    <Page title={t('profile.title')} lead={t('profile.lead')}>
      <Shown reading={reading}>{({ data }) => <ProfileForm profile={data} />}</Shown>
    </Page>
  )
}

type Values = { name: string; language: string }

function ProfileForm({ profile }: { profile: Schemas['PortalProfile'] }) {
  const { t } = useWords()
  const done = useDone()
  const { i18n } = useTranslation()
  const { beside } = useFaults()
  const form = useForm<Values>({ initialValues: { name: profile.name ?? '', language: profile.language ?? '' } })
  const change = useChange('PATCH /api/v1/portal/profile')
  const save = async ({ name, language }: Values) => {
    try {
      const chosen = language ? (language as Language) : null
      await change.mutateAsync({ body: { name: name.trim() || null, language: chosen } })
      if (chosen) await chooseLanguage(chosen)
      done(i18n.t('pages:profile.saved'))
    } catch (error) {
      beside(form, error)
    }
  }
  return (
    <Card>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack maw={560} gap="sm">
          <TextInput label={t('profile.email')} description={t('profile.emailHint')} value={profile.email} readOnly />
          <TextInput label={t('profile.name')} autoComplete="name" {...form.getInputProps('name')} />
          <Select
            label={t('profile.language')}
            placeholder={t('profile.device')}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            clearable
            value={form.values.language || null}
            onChange={(tag) => form.setFieldValue('language', tag ?? '')}
            error={form.errors['language']}
          />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
