import { referral } from '../demo/people.ts'
import { companies, users } from '../demo/programme.ts'
import { fillWithDemo } from '../demo/fill.ts'
import { readArgs, type TerminalCommand, withWorkbench } from './command.ts'
import { contextIn, organisationOption } from './organisation.ts'

export const demoCommand: TerminalCommand = {
  usage: 'demo [--organisation ID]',
  about: 'Fill an organisation with an invented programme, to look around in.',
  async run(args, terminal) {
    const { values } = readArgs(demoCommand, args, { options: organisationOption })
    return await withWorkbench(terminal, async (bench) => {
      const isMade = await fillWithDemo(await contextIn(bench, values.organisation))
      terminal.out.write(
        isMade
          ? `The demo is there: ${companies.length + referral.brought.length} partners, ${users.length} users, and the history of eight months.\n`
          : 'The demo is there already; nothing was changed.\n',
      )
      return 0
    })
  },
}
