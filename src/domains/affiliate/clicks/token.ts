import type { Context } from '#/kernel/context.ts'
import { timeOfId } from '#/kernel/id.ts'

/** What a visitor carries from a link to the conversion. */
export type ClickToken = {
  organisationId: string
  linkId: string
  clickId: string
  /** When it was clicked. */
  at: Date
  /** Whether its row was committed before the visitor was sent on. */
  isRecorded: boolean
}

type Signs = { rotating: Pick<Context['rotating'], 'sign'> }

const purpose = 'click'
const longest = 256
const ulid = '[0-9A-HJKMNP-TV-Z]{26}'
const shape = new RegExp(`^(${ulid})\\.(${ulid})\\.(${ulid})\\.([01])\\.([\\w-]+)$`)

/** Writes and signs a token: four parts and a signature, all URL-safe, about 110 characters. */
export function mintToken(ctx: Signs, click: Omit<ClickToken, 'at'>): string {
  const parts = `${bare(click.clickId)}.${bare(click.organisationId)}.${bare(click.linkId)}.${click.isRecorded ? 1 : 0}`
  return `${parts}.${ctx.rotating.sign(purpose, parts)}`
}

/** Reads a token of this installation; undefined for anything else. The database is not asked, and age is not judged. */
export async function readToken(ctx: Pick<Context, 'rotating'>, token: string): Promise<ClickToken | undefined> {
  if (token.length > longest) return undefined
  const [, click, organisation, link, recorded, signature] = shape.exec(token) ?? []
  if (!click || !organisation || !link || !signature) return undefined
  const signed = token.slice(0, -signature.length - 1)
  if (!(await ctx.rotating.check(purpose, signed, signature))) return undefined
  const clickId = `clk_${click}`
  return {
    organisationId: `org_${organisation}`,
    linkId: `lnk_${link}`,
    clickId,
    at: timeOfId(clickId),
    isRecorded: recorded === '1',
  }
}

const bare = (id: string) => id.slice(4)
