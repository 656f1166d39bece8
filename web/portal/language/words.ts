import type { en } from './en.ts'

/** The keys of an English text, with any text. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }

/** What every language says, by namespace: English is the source, and the others have its keys. */
export type Words = Shape<typeof en>

declare module 'i18next' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the library's own is extended
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: Words
  }
}
