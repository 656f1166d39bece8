import { z } from 'zod'
import { forbidden } from '#/kernel/error.ts'
import { query } from '#/kernel/verb.ts'
import { Me } from './organisation.ts'
import { db } from './tables.ts'

export const getMe = query({
  name: 'me.get',
  may: 'any',
  summary: 'Who am I?',
  description: 'The organisation that the key acts for, and what the key may do. Any valid key may ask.',
  input: z.strictObject({}),
  output: Me,
  async run(ctx) {
    const { actor } = ctx
    if (actor.kind !== 'key') throw forbidden()
    const organisation = await db(ctx)
      .selectFrom('organisation')
      .select(['id', 'name'])
      .where('id', '=', ctx.organisationId)
      .executeTakeFirstOrThrow()
    const { id, name, partnerId } = actor
    return { organisation, key: { id, name, scopes: [...actor.scopes], partnerId } }
  },
})
