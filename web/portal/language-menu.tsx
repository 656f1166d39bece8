import { NativeSelect } from '@mantine/core'
import { Globe } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '../api/client.ts'
import { chooseLanguage, type Language, languages } from './language/language.ts'
import { useSession } from './session.ts'

const choices = Object.entries(languages).map(([value, label]) => ({ value, label }))

/** The languages by their own names; what is chosen here is kept, with the visitor too where one is signed in. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('shell')
  const { data: session } = useSession({ enabled: false })
  const choose = async (language: Language) => {
    await chooseLanguage(language)
    // The page speaks it already; that it is known elsewhere too may wait for another time.
    if (session) await call('PATCH /api/v1/portal/profile', { body: { language } }).catch(() => {})
  }
  return (
    <NativeSelect
      variant="unstyled"
      size="sm"
      w={128}
      aria-label={t('language')}
      leftSection={<Globe size={16} aria-hidden />}
      data={choices}
      value={i18n.language}
      onChange={({ currentTarget }) => void choose(currentTarget.value as Language)}
    />
  )
}
