import type { z } from 'zod'

/** What a column can fill: the headers by which it is known besides its own name, and what a cell may hold. */
export type Field = { headers: readonly string[]; cell: z.ZodType }
export type Fields = Readonly<Record<string, Field>>

/** What an import brings in: what its columns can fill, and which fields a row cannot be without, in words for people. */
export type Subject<F extends Fields = Fields, N extends keyof F & string = keyof F & string> = {
  fields: F
  needs: Readonly<Record<N, string>>
}

type Cell<F extends Fields, K extends keyof F> = NonNullable<z.output<F[K]['cell']>>

/** What the cells of a row hold; what is empty is not there, but for the fields that are needed. */
export type Cells<F extends Fields, N extends keyof F> = { [K in N]: Cell<F, K> } & {
  [K in Exclude<keyof F, N>]?: Cell<F, K>
}

export type FieldName<F extends Fields> = keyof F & string
