import { useTranslation } from 'react-i18next'
import type { Words } from './en.ts'

export const languages = ['en', 'de', 'fr', 'nl', 'es'] as const
export type Language = (typeof languages)[number]

/** The namespace of the pages' words. */
export const namespace = 'pages'

/** The words of a language, loaded when somebody reads in it. */
export const loadWords: Record<Language, () => Promise<{ words: Words }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  nl: () => import('./nl.ts'),
  es: () => import('./es.ts'),
}

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** The name of a text: `links.title`. */
export type Word = Paths<Words>

export type Say = (word: Word, values?: Record<string, string | number>) => string

/** The words of the visitor's language, and which one that is. */
export function useWords(): { t: Say; language: string } {
  const { t, i18n } = useTranslation(namespace)
  return { t: t as unknown as Say, language: i18n.language }
}
