import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { forbidden, invalidField, refusal } from '#/kernel/error.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, difference, query } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { db, type SavedViewRow } from '../tables.ts'

const mostViews = 100

const fields = {
  page: text(1, 100)
    .regex(/^[a-z][a-z0-9/-]*$/, 'Write the page as its address has it, such as partners.')
    .meta({ description: 'The page of the console, as its address has it.', examples: ['partners'] }),
  name: text(1, 100).meta({ examples: ['Gold partners in Norway'] }),
  search: text(0, 4000).meta({
    description: 'The query string of the page without its question mark: filters, search and order.',
    examples: ['tierId=tier_01KGHDCQE0TSE27719X13KZBKT&sort=name'],
  }),
}

/** A list of the console as one member wants to see it again. */
const View = z
  .strictObject({ id: z.string(), page: z.string(), name: z.string(), search: z.string(), createdAt: DateTime })
  .meta({
    id: 'SavedView',
    examples: [
      {
        id: 'view_01KGHDCQE0TSE27719X13KZBKT',
        page: 'partners',
        name: 'Gold partners in Norway',
        search: 'tierId=tier_01KGHDCQE0TSE27719X13KZBKT&sort=name',
        createdAt: '2026-02-03T09:30:00.000Z',
      },
    ],
  })

const viewNotFound = refusal('not_found', 'VIEW_NOT_FOUND', 'You have no saved view with this id.')
const tooManyViews = refusal('conflict', 'TOO_MANY_VIEWS', `You have ${mostViews} saved views. Delete one first.`)
const example = { id: 'view_01KGHDCQE0TSE27719X13KZBKT' }

/** A member’s own; nobody else sees them. */
function views(ctx: Context) {
  if (ctx.actor.kind !== 'member') throw forbidden()
  return { organisation_id: ctx.organisationId, member_id: ctx.actor.id }
}

export const listViews = query({
  name: 'views.list',
  may: 'member',
  summary: 'List your saved views',
  description: 'Newest first.',
  input: z.strictObject({ ...pageInput, page: fields.page.optional() }),
  output: page(View),
  async run(ctx, { limit, cursor, page: of }) {
    const { organisation_id, member_id } = views(ctx)
    const [after] = fromCursor(ctx, 'views', cursor) ?? []
    const rows = await db(ctx)
      .selectFrom('saved_view')
      .selectAll()
      .where('organisation_id', '=', organisation_id)
      .where('member_id', '=', member_id)
      .$if(of !== undefined, (all) => all.where('page', '=', of ?? ''))
      .$if(after !== undefined, (all) => all.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, { limit, order: 'views', position: (row) => [row.id], item: toView })
  },
})

export const createView = command({
  name: 'views.create',
  may: 'member',
  creates: true,
  summary: 'Save a view',
  description: `At most ${mostViews}, each name once for its page.`,
  input: z.strictObject(fields),
  output: View,
  refuses: [tooManyViews],
  example: { page: 'partners', name: 'Gold partners in Norway', search: 'sort=name' },
  async run(ctx, given) {
    const whose = views(ctx)
    await oneAtATime(ctx, 'views', whose.member_id)
    await refuseTooMany(ctx)
    const now = ctx.now()
    const row = { ...whose, id: ctx.newId('view'), ...given, created_at: now, updated_at: now }
    await db(ctx).insertInto('saved_view').values(row).execute().catch(nameTaken)
    return { output: toView(row), changes: [{ subjectId: row.id, before: null, after: given }] }
  },
})

async function refuseTooMany(ctx: Context): Promise<void> {
  const { organisation_id, member_id } = views(ctx)
  const { many } = await db(ctx)
    .selectFrom('saved_view')
    .select((row) => row.fn.countAll<string>().as('many'))
    .where('organisation_id', '=', organisation_id)
    .where('member_id', '=', member_id)
    .executeTakeFirstOrThrow()
  if (Number(many) >= mostViews) throw tooManyViews()
}

export const updateView = command({
  name: 'views.update',
  may: 'member',
  summary: 'Change a saved view',
  description: 'Changes the fields that are given and no others.',
  input: z.strictObject({ id: z.string(), name: fields.name.optional(), search: fields.search.optional() }),
  output: View,
  refuses: [viewNotFound],
  example: { ...example, name: 'Gold partners in the North' },
  async run(ctx, { id, ...given }) {
    const before = await findView(ctx, id)
    const changed = difference(before, given)
    if (!changed) return { output: toView(before), changes: [] }
    const after = { ...before, ...given }
    await db(ctx)
      .updateTable('saved_view')
      .set({ ...given, updated_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .execute()
      .catch(nameTaken)
    return { output: toView(after), changes: [{ subjectId: id, ...changed }] }
  },
})

export const deleteView = command({
  name: 'views.delete',
  may: 'member',
  summary: 'Delete a saved view',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [viewNotFound],
  example,
  async run(ctx, { id }) {
    const { page: of, name, search } = await findView(ctx, id)
    await db(ctx)
      .deleteFrom('saved_view')
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .execute()
    return { output: undefined, changes: [{ subjectId: id, before: { page: of, name, search }, after: null }] }
  },
})

/** The view with this id, locked against other changes. */
async function findView(ctx: Context, id: string): Promise<SavedViewRow> {
  const { organisation_id, member_id } = views(ctx)
  const row = await db(ctx)
    .selectFrom('saved_view')
    .selectAll()
    .where('organisation_id', '=', organisation_id)
    .where('member_id', '=', member_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw viewNotFound()
  return row
}

function toView({ id, page: of, name, search, created_at }: SavedViewRow) {
  return { id, page: of, name, search, createdAt: created_at.toISOString() }
}

function nameTaken(error: unknown): never {
  if (brokenConstraint(error, '23505') !== 'saved_view_name_key') throw error
  throw invalidField('name', 'already_taken', 'You have a view of this name on this page already.')
}
