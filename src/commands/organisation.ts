import { tryFindOrganisation } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { Workbench } from '../workbench.ts'
import { StartRefused } from '../platform/start-refused.ts'

/** The option that names the organisation a command works in; without it, the one that the root key acts for. */
export const organisationOption = { organisation: { type: 'string' } } as const

/** The operator's context in the organisation that `--organisation` names, by its id or name. */
export async function contextIn(bench: Workbench, named: string | undefined): Promise<Context> {
  const organisation = await tryFindOrganisation({ db: bench.database.db }, named)
  if (organisation) return bench.context(organisation.id)
  throw new StartRefused(
    named === undefined
      ? 'There is no organisation yet. Start the server once: npm start.'
      : `There is no organisation with the id or name ${named}, or several have that name: use the id.`,
  )
}
