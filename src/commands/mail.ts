import type { Context } from '#/kernel/context.ts'
import { listMail, resendMail, tryFindMail } from '../platform/mail/desk.ts'
import { inTransaction } from '../platform/perform.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { readArgs, type TerminalCommand, withWorkbench } from './command.ts'
import { contextIn, organisationOption } from './organisation.ts'

const mostListed = 200

export const mailCommand: TerminalCommand = {
  usage: 'mail list | mail show ID | mail send ID   [--organisation ID]',
  about: 'Show the mail that the server sends, its text until it is sent, and send again what was held or given up.',
  async run(args, terminal) {
    const { values, positionals } = readArgs(mailCommand, args, { options: organisationOption, allowPositionals: true })
    const [action = '', id = ''] = positionals
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (!act) throw new StartRefused(`Usage: symbolon ${mailCommand.usage}`)
    return await withWorkbench(terminal, async (bench) => {
      terminal.out.write(await act(await contextIn(bench, values.organisation), id))
      return 0
    })
  },
}

const actions: Record<string, (ctx: Context, id: string) => Promise<string>> = { list, show, send }

async function list(ctx: Context): Promise<string> {
  const mails = await listMail(ctx, mostListed)
  return mails
    .map(({ id, createdAt, state, recipient, subject, error }) =>
      oneLine(`${id}  ${createdAt.toISOString()}  ${state}  ${recipient}  ${subject}${error ? `  (${error})` : ''}`),
    )
    .map((line) => `${line}\n`)
    .join('')
}

async function show(ctx: Context, id: string): Promise<string> {
  const mail = await tryFindMail(ctx, id)
  if (!mail) throw nowhere(id)
  const state = `${mail.state}${mail.attempts ? `, ${mail.attempts} attempts` : ''}${mail.error ? `: ${mail.error}` : ''}`
  const head = [`To: ${mail.recipient}`, `Subject: ${mail.subject}`, `State: ${state}`].map(oneLine).join('\n')
  const body = mail.body?.split('\n').map(oneLine).join('\n') ?? 'The text is gone, since the mail was sent.'
  return `${head}\n\n${body}\n`
}

async function send(ctx: Context, id: string): Promise<string> {
  if (await inTransaction(ctx, (inside) => resendMail(inside, id))) return `Queued ${id}; the server sends it.\n`
  const mail = await tryFindMail(ctx, id)
  throw mail ? new StartRefused(`${id} is ${mail.state}: only what was held or has failed is sent again.`) : nowhere(id)
}

const nowhere = (id: string) => new StartRefused(`There is no mail ${id} in this organisation.`)

/** What others wrote must not steer the terminal. */
// oxlint-disable-next-line no-control-regex -- control characters are what it removes
const oneLine = (text: string) => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
