import { useTranslation } from 'react-i18next'
import type { Words } from '../language/words.ts'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** The name of a text of the pages: `links.title`. */
export type Word = Paths<Words['pages']>

export type Say = (word: Word, values?: Record<string, string | number>) => string

/** The words of the pages in the visitor's language, and which one that is. */
export function useWords(): { t: Say; language: string } {
  const { t, i18n } = useTranslation('pages')
  return { t: t as unknown as Say, language: regional(i18n.language) }
}

/** The language as the browser has it, `en-GB` for `en`: that is how dates and amounts are written. */
const regional = (language: string): string =>
  navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language
