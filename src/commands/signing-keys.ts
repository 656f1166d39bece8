import { rotateSigningKey } from '#/domains/organisations/index.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { type TerminalCommand, withWorkbench } from './command.ts'

export const signingKeysCommand: TerminalCommand = {
  usage: 'signing-keys rotate',
  about: 'Sign the tokens of clicks with a new key at once; it also happens each month. Tokens in flight stay good.',
  async run(args, terminal) {
    if (args.join(' ') !== 'rotate') throw new StartRefused(`Usage: symbolon ${signingKeysCommand.usage}`)
    return await withWorkbench(terminal, async (bench) => {
      const id = await rotateSigningKey(bench.context(''))
      terminal.out.write(`Key ${id} signs from now on. What earlier keys signed stays good.\n`)
      return 0
    })
  },
}
