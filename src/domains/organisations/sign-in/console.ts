import { z } from 'zod'
import { setting } from '#/kernel/setting.ts'
import { query } from '#/kernel/verb.ts'
import { isFirstRun } from './first-run.ts'

const ways = ['PASSWORD', 'EMAIL_CODE', 'OIDC'] as const

/** Whether members may sign in by an identity provider. */
export const hasConsoleProvider = setting<boolean>('hasConsoleProvider')

export const getConsole = query({
  name: 'console.get',
  may: 'public',
  summary: 'Get the ways into the console',
  description: 'What the sign-in page is to offer. Anybody may ask.',
  input: z.strictObject({}),
  output: z
    .strictObject({
      isFirstRun: z.boolean().meta({
        description: 'Whether the first member is still to be made, by the link that the server printed at its start.',
      }),
      signInBy: z.array(z.enum(ways)).meta({
        description: 'OIDC where the operator has set a provider of OpenID Connect.',
      }),
    })
    .meta({ id: 'Console', examples: [{ isFirstRun: false, signInBy: ['PASSWORD', 'EMAIL_CODE'] }] }),
  async run(ctx) {
    const signInBy = ways.filter((way) => way !== 'OIDC' || ctx.settings.of(hasConsoleProvider))
    return { isFirstRun: await isFirstRun(ctx), signInBy }
  },
})
