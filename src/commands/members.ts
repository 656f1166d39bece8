import { inviteByHand } from '#/domains/organisations/index.ts'
import { told } from './keys.ts'
import { readArgs, type TerminalCommand, withWorkbench } from './command.ts'
import { contextIn, organisationOption } from './organisation.ts'
import { StartRefused } from '../platform/start-refused.ts'

const options = { ...organisationOption, role: { type: 'string' } } as const

export const membersCommand: TerminalCommand = {
  usage: 'members invite EMAIL [--role OWNER|ADMIN|PARTNER_MANAGER|FINANCE|VIEWER]   [--organisation ID]',
  about: 'Print a link by which a member joins, or gets in again. Who is no member yet becomes one.',
  async run(args, terminal) {
    const { values, positionals } = readArgs(membersCommand, args, { options, allowPositionals: true })
    const [action, email] = positionals
    if (action !== 'invite' || !email || positionals.length > 2)
      throw new StartRefused(`Usage: symbolon ${membersCommand.usage}`)
    return await withWorkbench(terminal, async (bench) => {
      const ctx = await contextIn(bench, values.organisation)
      const { url, role } = await inviteByHand(ctx, { email, role: values.role }).catch(told)
      terminal.out.write(`${email} is ${role}. This link works once, and for seven days:\n\n    ${url}\n\n`)
      return 0
    })
  },
}
