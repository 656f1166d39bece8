import type { Context } from '#/kernel/context.ts'
import type { ClientRow } from './tables.ts'

type Ein = Pick<ClientRow, 'ein_sealed' | 'ein_last_four'>

const shownCharacters = 4

/** A tax number as it is stored: encrypted, and its last four characters where it has as many. */
export function storedEin(ctx: Pick<Context, 'seal'>, ein: string | null): Ein {
  if (ein === null) return { ein_sealed: null, ein_last_four: null }
  const characters = [...ein]
  const ending = characters.length < shownCharacters ? null : characters.slice(-shownCharacters).join('')
  return { ein_sealed: ctx.seal('ein', ein), ein_last_four: ending }
}

/** A tax number as it is shown: `**-***1234`, `**-*******` where it is shorter than four, null where there is none. */
export function maskedEin({ ein_sealed, ein_last_four }: Ein): string | null {
  if (ein_sealed === null) return null
  return ein_last_four === null ? '**-*******' : `**-***${ein_last_four}`
}
