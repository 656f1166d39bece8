import { createApiKey, listApiKeys, revokeApiKey } from '#/domains/organisations/index.ts'
import { DomainError } from '#/kernel/error.ts'
import type { ApiKey } from '#/domains/organisations/index.ts'
import { perform } from '../platform/perform.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { readArgs, type Terminal, type TerminalCommand, withWorkbench } from './command.ts'
import { contextIn, organisationOption } from './organisation.ts'

const options = {
  ...organisationOption,
  name: { type: 'string' },
  scope: { type: 'string', multiple: true },
  partner: { type: 'string' },
  expires: { type: 'string' },
} as const

export const keysCommand: TerminalCommand = {
  usage:
    'keys create --name NAME --scope SCOPE [--scope SCOPE …] [--partner ID] [--expires DATE] | keys list | keys revoke ID   [--organisation ID]',
  about: 'Make, list and revoke API keys. A secret is shown once.',
  async run(args, terminal) {
    const { values, positionals } = readArgs(keysCommand, args, { options, allowPositionals: true })
    const [action = '', id = ''] = positionals
    return await withWorkbench(terminal, async (bench) => {
      const ctx = await contextIn(bench, values.organisation)
      const { name, scope, partner, expires } = values
      if (action === 'create') {
        const input = { name, scopes: scope, partnerId: partner, expiresAt: expires }
        const { output } = await perform(createApiKey, ctx, { input }).catch(told)
        terminal.out.write(`${(output as { key: string }).key}\n`)
        return 0
      }
      if (action === 'list')
        return await list(terminal, (cursor) => perform(listApiKeys, ctx, { input: { limit: '100', cursor } }))
      if (action !== 'revoke') throw new StartRefused(`Usage: symbolon ${keysCommand.usage}`)
      await perform(revokeApiKey, ctx, { input: { id } }).catch(told)
      terminal.out.write(`Revoked ${id}.\n`)
      return 0
    })
  },
}

async function list(
  terminal: Terminal,
  read: (cursor: string | undefined) => Promise<{ output: unknown }>,
): Promise<number> {
  let cursor: string | undefined
  do {
    const { data, nextCursor } = (await read(cursor)).output as { data: ApiKey[]; nextCursor: string | null }
    for (const key of data)
      terminal.out.write(`${key.id}  ${key.name}  ${key.scopes.join(',')}  ${key.expiresAt ?? 'no end'}\n`)
    cursor = nextCursor ?? undefined
  } while (cursor)
  return 0
}

/** A refusal of a verb, as a sentence for the terminal. */
export function told(error: unknown): never {
  throw error instanceof DomainError ? new StartRefused(error.message, { cause: error }) : error
}
