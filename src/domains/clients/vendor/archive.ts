import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { exampleId } from '../client.ts'
import { type ClientWrite, writeClient } from '../write.ts'
import { Client, ClientInPath, clientNameTaken, clientNotFound, type ClientRecord, record, toClient } from './client.ts'
import { lockedClient } from './queries.ts'

/** What the vendor's verbs that change one client have in common. */
export const clientChange = {
  may: 'clients:write',
  isOneStatement: true,
  output: Client,
  current: (ctx: Context, { id }: { id: string }) => lockedClient(ctx, id),
} as const

export const archiveClient = command({
  ...clientChange,
  name: 'clients.archive',
  summary: 'Archive a client',
  description:
    'Its partner can change it no more, and its name is free for another. Archiving twice changes nothing, the reason neither.',
  input: z.strictObject({
    id: ClientInPath,
    reason: text(1, 200).nullish(),
    notes: text(1, 2000).nullish(),
  }),
  refuses: [clientNotFound],
  example: { id: exampleId, reason: 'Out of business' },
  run: (ctx, { id, reason = null, notes = null }) =>
    change(ctx, {
      id,
      whileIt: 'ACTIVE',
      event: 'clients.archive',
      changes: {
        status: 'ARCHIVED',
        archival_reason: reason,
        archival_reason_notes: notes,
        archival_by: ctx.actor.name,
        archival_at: ctx.now(),
      },
    }),
})

export const restoreClient = command({
  ...clientChange,
  name: 'clients.restore',
  summary: 'Restore a client',
  description: 'It is active again, and will not be deleted. Restoring an active client changes nothing.',
  input: z.strictObject({ id: ClientInPath }),
  refuses: [clientNotFound, clientNameTaken],
  example: { id: exampleId },
  run: (ctx, { id }) =>
    change(ctx, {
      id,
      whileIt: 'ARCHIVED',
      event: 'clients.restore',
      changes: {
        status: 'ACTIVE',
        archival_reason: null,
        archival_reason_notes: null,
        archival_by: null,
        archival_at: null,
        scheduled_deletion: null,
      },
      nameTaken: clientNameTaken,
    }),
})

/** Writes to a client of whatever partner; where its status does not allow it, the client is answered as it is. */
export async function change(ctx: Context, write: ClientWrite) {
  const written = await writeClient<ClientRecord>(ctx, write, record(ctx))
  if (!written) throw clientNotFound()
  return { output: toClient(written.row), changes: written.changes }
}
