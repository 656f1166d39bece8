import { z } from 'zod'
import { invalidField } from '#/kernel/error.ts'
import { dayOf } from '#/kernel/time.ts'
import { command } from '#/kernel/verb.ts'
import { exampleId } from '../client.ts'
import { change, clientChange } from './archive.ts'
import { ClientInPath, clientNotArchived, clientNotFound } from './client.ts'

export const scheduleDeletion = command({
  ...clientChange,
  name: 'clients.schedule-deletion',
  summary: 'Schedule the deletion of a client',
  description:
    'From that day on, UTC, an archived client is deleted for good, with its keys and all that belongs to it. Until then it can be restored.',
  input: z.strictObject({ id: ClientInPath, date: z.iso.date().meta({ description: 'Today or later, UTC.' }) }),
  refuses: [clientNotFound, clientNotArchived],
  example: { id: exampleId, date: '2026-07-01' },
  async run(ctx, { id, date }) {
    if (date < dayOf(ctx.now())) {
      throw invalidField('date', 'custom', 'This day is over. Name today or a later day.')
    }
    const changes = { scheduled_deletion: date }
    const done = await change(ctx, { id, whileIt: 'ARCHIVED', event: 'clients.schedule-deletion', changes })
    if (done.output.status === 'ACTIVE') throw clientNotArchived()
    return done
  },
})

export const cancelDeletion = command({
  ...clientChange,
  name: 'clients.cancel-deletion',
  summary: 'Cancel the deletion of a client',
  description: 'It stays archived. Where no deletion is scheduled, nothing changes.',
  input: z.strictObject({ id: ClientInPath }),
  refuses: [clientNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) =>
    change(ctx, {
      id,
      whileIt: 'ARCHIVED',
      event: 'clients.cancel-deletion',
      changes: { scheduled_deletion: null },
    }),
})
