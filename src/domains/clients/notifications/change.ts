import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { type Change, command, difference } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { adminOf, adminRefuses, callerInput, partnerKeys } from '../caller.ts'
import { organizationArchived, organizationNotFound } from '../client.ts'
import { holdActiveClient, tryHoldClient } from '../portfolio.ts'
import { db, type NotificationSettingRow } from '../tables.ts'
import {
  exampleOverride,
  initialStyle,
  NotificationSettingResponse,
  NotifyStyle,
  toNotificationSetting,
} from './setting.ts'

const overrideNotFound = refusal('not_found', 'NOTIFICATION_OVERRIDE_NOT_FOUND', 'Notification override not found')

const change = { may: 'clients:write', opensTo: partnerKeys } as const
const exampleId = exampleOverride.organizationId

export const setDefaultStyle = command({
  ...change,
  name: 'notification-settings.set-default',
  summary: 'Change the default notification setting',
  description: 'Who is told of what concerns organizations that have no setting of their own.',
  input: z.object({ ...callerInput, notifyStyle: NotifyStyle }),
  output: NotificationSettingResponse,
  refuses: adminRefuses,
  example: { notifyStyle: 'NONE' },
  async run(ctx, { notifyStyle, ...named }) {
    const { partnerId } = await adminOf(ctx, named)
    const { row, changes } = await setStyle(ctx, { partnerId, clientId: null }, notifyStyle)
    return { output: toNotificationSetting(row, null), changes }
  },
})

export const setStyleOverride = command({
  ...change,
  name: 'notification-settings.set-override',
  summary: 'Set an organization’s notification setting',
  description: 'It holds instead of the default. An archived organization keeps what it has.',
  input: z.object({ ...callerInput, organization_id: z.string(), notifyStyle: NotifyStyle }),
  output: NotificationSettingResponse,
  refuses: [...adminRefuses, organizationNotFound, organizationArchived],
  example: { organization_id: exampleId, notifyStyle: 'PARTNER_ONLY' },
  async run(ctx, { organization_id: clientId, notifyStyle, ...named }) {
    const { partnerId } = await adminOf(ctx, named)
    const client = await holdActiveClient(ctx, partnerId, clientId)
    const { row, changes } = await setStyle(ctx, { partnerId, clientId }, notifyStyle)
    return { output: toNotificationSetting(row, client.name), changes }
  },
})

export const removeStyleOverride = command({
  ...change,
  name: 'notification-settings.remove-override',
  summary: 'Remove an organization’s notification setting',
  description: 'The default holds for it again; of an archived organization too.',
  input: z.object({ ...callerInput, organization_id: z.string() }),
  output: z.undefined(),
  refuses: [...adminRefuses, organizationNotFound, overrideNotFound],
  example: { organization_id: exampleId },
  async run(ctx, { organization_id: clientId, ...named }) {
    const { partnerId } = await adminOf(ctx, named)
    if (!(await tryHoldClient(ctx, partnerId, clientId))) throw organizationNotFound()
    const gone = await db(ctx)
      .deleteFrom('notification_setting')
      .where('organisation_id', '=', ctx.organisationId)
      .where('partner_id', '=', partnerId)
      .where('client_id', '=', clientId)
      .returning('notify_style')
      .executeTakeFirst()
    if (!gone) throw overrideNotFound()
    const before = { notifyStyle: gone.notify_style }
    return { output: undefined, changes: [{ subjectId: clientId, partnerId, before, after: null }] }
  },
})

type Subject = { partnerId: string; clientId: string | null }
type Row = Selectable<NotificationSettingRow>

/** Makes or changes the setting of a client, or of the partner where none is named. */
async function setStyle(
  ctx: Context,
  { partnerId, clientId }: Subject,
  notifyStyle: NotifyStyle,
): Promise<{ row: Row; changes: Change[] }> {
  const subjectId = clientId ?? partnerId
  await oneAtATime(ctx, 'notification setting', subjectId)
  const found = await tryLockSetting(ctx, { partnerId, clientId })
  const before = { notifyStyle: found?.notify_style ?? (clientId === null ? initialStyle : null) }
  const changed = difference(before, { notifyStyle })
  if (found && !changed) return { row: found, changes: [] }
  const row = found ? await restyle(ctx, found, notifyStyle) : await add(ctx, { partnerId, clientId }, notifyStyle)
  return { row, changes: changed ? [{ subjectId, partnerId: row.partner_id, ...changed }] : [] }
}

async function tryLockSetting(ctx: Context, { partnerId, clientId }: Subject): Promise<Row | undefined> {
  return await db(ctx)
    .selectFrom('notification_setting')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('client_id', clientId === null ? 'is' : '=', clientId)
    .forUpdate()
    .executeTakeFirst()
}

async function restyle(ctx: Context, { id }: Row, notifyStyle: NotifyStyle): Promise<Row> {
  return await db(ctx)
    .updateTable('notification_setting')
    .set({ notify_style: notifyStyle, updated_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function add(ctx: Context, { partnerId, clientId }: Subject, notifyStyle: NotifyStyle): Promise<Row> {
  const now = ctx.now()
  return await db(ctx)
    .insertInto('notification_setting')
    .values({
      organisation_id: ctx.organisationId,
      id: ctx.newId('nts'),
      partner_id: partnerId,
      client_id: clientId,
      notify_style: notifyStyle,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
