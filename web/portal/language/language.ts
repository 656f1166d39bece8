import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import type { Words } from './words.ts'

/** Every language by its own name. */
export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', nl: 'Nederlands', es: 'Español' } as const
export type Language = keyof typeof languages

const others: Record<Exclude<Language, 'en'>, () => Promise<{ words: Words }>> = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  nl: () => import('./nl.ts'),
  es: () => import('./es.ts'),
}

const remembered = 'symbolon-portal-language'
const isLanguage = (text: string | null | undefined): text is Language => typeof text === 'string' && text in languages

/** What this browser was told to remember; a frame may not be allowed any memory. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Nothing is lost but the comfort.
  }
}

/** Begins in the language that was chosen here, else in the first of the browser's that we speak. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en },
    ns: Object.keys(en),
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
  })
  const chosen = recall(remembered)
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage)
  await speak(isLanguage(chosen) ? chosen : (spoken ?? 'en'))
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'shell')) {
    const { words } = await others[language]()
    for (const [space, text] of Object.entries(words)) i18next.addResourceBundle(language, space, text)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Speaks a language from now on, here. */
export async function chooseLanguage(language: Language): Promise<void> {
  remember(remembered, language)
  await speak(language)
}

/** The visitor's own choice, made elsewhere, counts where none was made here. */
export async function followVisitor(language: Language | null): Promise<void> {
  if (language && !isLanguage(recall(remembered))) await speak(language)
}
