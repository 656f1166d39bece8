import { z } from 'zod'
import type { Context, Database } from '#/kernel/context.ts'
import { command, type Outcome } from '#/kernel/verb.ts'
import { exampleId, type PayoutRecord, payoutNotFound } from '../payout.ts'
import { findPayout, PayoutInPath } from '../queries.ts'
import type { StatementContent } from './content.ts'
import { drawStatement } from './drawing/draw.ts'
import { linkTo } from './link.ts'
import { digestOfLines, hashOf, readContent, readLines } from './read.ts'
import { noBillingInfo, noCommissionLines, Statement } from './statement.ts'
import { findKept, keepDrawn } from './store.ts'

export const createStatement = command({
  name: 'statements.create',
  may: 'commissions:write',
  // Drawing takes its time, and no transaction waits for it.
  runsOwnTransactions: true,
  summary: 'Link to the statement of a payout',
  description:
    'Draws the PDF where there is none or where its lines, PO number, note, parties, logo or template have changed; else the same file is linked. An uploaded PDF is linked as it is. The partner’s billing information is needed; without the organisation’s own, its name alone stands on the statement. The link needs no key and works for one hour.',
  input: z.strictObject({ id: PayoutInPath }),
  output: Statement,
  refuses: [payoutNotFound, noBillingInfo, noCommissionLines],
  example: { id: exampleId },
  run: (ctx, { id }) => linkToStatement(ctx, id),
})

/** Draws the statement of a payout where that is needed, and links to it. */
export async function linkToStatement(ctx: Context, id: string): Promise<Outcome<Statement>> {
  const payout = await findPayout(ctx, id)
  const { isUploaded, drawnFrom } = await findKept(ctx, payout.id)
  if (!isUploaded) await seeThatItIsDrawn(ctx, payout, drawnFrom)
  return { output: { ...linkTo(ctx, payout.id), isUploaded }, changes: { recordedInStatement: true } }
}

async function seeThatItIsDrawn(ctx: Context, payout: PayoutRecord, drawnFrom: string | null): Promise<void> {
  const content = await readContent(ctx, payout)
  const digest = await digestOfLines(ctx, payout.id)
  if (digest === null) throw noCommissionLines()
  const wanted = hashOf(content, digest)
  if (wanted !== drawnFrom) await together(ctx, `${payout.id} ${wanted}`, () => draw(ctx, payout, content))
}

const mostTries = 3

/** Draws from pages of lines; where lines have changed meanwhile, from the beginning again. */
async function draw(ctx: Context, payout: PayoutRecord, content: StatementContent): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const lines = readLines(ctx, payout.id)
    const { pdf, pages } = await drawStatement(content, lines)
    const read = lines.digest()
    if (tries < mostTries && read !== (await digestOfLines(ctx, payout.id))) continue
    return await keepDrawn(ctx, payout, { pdf, pages, drawnFrom: hashOf(content, read) })
  }
}

const inHand = new WeakMap<Database, Map<string, Promise<void>>>()

/** Who asks for what is being drawn already waits for that. */
async function together({ db, organisationId }: Context, what: string, run: () => Promise<void>): Promise<void> {
  const all = inHand.get(db) ?? new Map<string, Promise<void>>()
  inHand.set(db, all)
  const key = `${organisationId} ${what}`
  const running = all.get(key) ?? run().finally(() => all.delete(key))
  all.set(key, running)
  await running
}
