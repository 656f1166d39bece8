import { Button, Menu } from '@mantine/core'
import { Check, ChevronDown, Globe } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '../api/client.ts'
import { chooseLanguage, type Language, languages } from './language/language.ts'
import { useSession } from './session.ts'

/** The languages by their own names; what is chosen here is kept, with the visitor too where one is signed in. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('shell')
  const { data: session } = useSession({ enabled: false })
  const choose = async (language: Language) => {
    await chooseLanguage(language)
    // The page speaks it already; that it is known elsewhere too may wait for another time.
    if (session) await call('PATCH /api/v1/portal/profile', { body: { language } }).catch(() => {})
  }
  const spoken = i18n.language as Language
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          size="compact-md"
          leftSection={<Globe size={17} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          aria-label={`${t('language')}: ${languages[spoken]}`}
        >
          {spoken.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            aria-current={language === spoken}
            leftSection={
              <Check size={16} aria-hidden style={{ visibility: language === spoken ? 'visible' : 'hidden' }} />
            }
            onClick={() => void choose(language)}
          >
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
