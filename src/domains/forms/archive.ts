import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { inUse } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { exampleId, Form, FormInPath, formNotFound, toForm } from './form.ts'
import { readForm } from './queries.ts'
import { writeForm } from './write.ts'

const formChange = {
  may: 'forms:manage',
  input: z.strictObject({ id: FormInPath }),
  output: Form,
  example: { id: exampleId },
  current: async (ctx: Context, { id }: { id: string }) =>
    new Json(JSON.stringify(toForm(await readForm(ctx, id, { lock: true })))),
} as const

export const archiveForm = command({
  ...formChange,
  name: 'forms.archive',
  summary: 'Archive a form',
  description:
    'It takes no more submissions; those that it has stay and can be decided on. A form on which a campaign records conversions is in use until the campaign has ended.',
  refuses: [formNotFound, inUse],
  run: (ctx, { id }) => setArchived(ctx, id, true),
})

export const restoreForm = command({
  ...formChange,
  name: 'forms.restore',
  summary: 'Restore a form',
  description: 'It takes submissions again.',
  refuses: [formNotFound],
  run: (ctx, { id }) => setArchived(ctx, id, false),
})

async function setArchived(ctx: Context, id: string, isArchived: boolean) {
  const before = await readForm(ctx, id, { lock: true })
  if ((before.archived_at !== null) === isArchived) return { output: toForm(before), changes: [] }
  const row = await writeForm(ctx, { ...before, archived_at: isArchived ? ctx.now() : null }).catch(refuseUsed)
  const output = toForm(row)
  const changed = difference({ status: toForm(before).status }, { status: output.status })
  return { output, changes: [{ subjectId: id, before: null, after: null, ...changed }] }
}

function refuseUsed(error: unknown): never {
  throw brokenConstraint(error, '23503') === 'campaign_form_id_fkey' ? inUse() : error
}
