import { randomInt } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

/** Without vowels, so that no word comes about, and without what looks like another. */
const alphabet = 'bcdfghjkmnpqrstvwxz23456789'
const longestName = 40

export const suffix = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Letters that are no ASCII letter with a mark. */
const plainOf: { [letter: string]: string } = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** A name as the beginning of a code: ASCII letters, digits and hyphens; empty where it has none. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '')
  return plain
    .replaceAll(/[ßøłæœđðþı]/g, (letter) => plainOf[letter] ?? '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestName)
    .replaceAll(/^-+|-+$/g, '')
}

/** A code to read aloud that nobody guesses from the name: the name, and six characters of 27. */
export const newCode = (name: string): string => [slugOf(name), suffix(6)].filter(Boolean).join('-')

/** Takes codes for a link: those that nobody had. */
export async function takeCode(ctx: Context, linkId: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    insert into link_code_owner (code, organisation_id, link_id, created_at)
    values (${code}, ${ctx.organisationId}, ${linkId}, ${ctx.now()})
    on conflict (code) do nothing returning code`.execute(ctx.db)
  return rows.length > 0
}

/** Which link of the organisation has this code. */
export async function tryFindLinkByCode(ctx: Context, code: string): Promise<string | undefined> {
  const { rows } = await sql<{ link_id: string }>`
    select link_id from link_code_owner where code = ${code} and organisation_id = ${ctx.organisationId}`.execute(
    ctx.db,
  )
  return rows[0]?.link_id
}
