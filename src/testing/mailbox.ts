import { after } from 'node:test'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

export type Received = { from: string; to: string[]; subject: string; messageId: string; text: string }

export type Mailbox = {
  /** For `SMTP_URL`. */
  url: string
  received: Received[]
  /** What the server does with each mail, before it takes it; what this throws is its refusal. */
  onMail: (mail: Received) => unknown
}

/** An SMTP server that keeps what it is sent; it is closed when the test file ends. */
export async function mailbox(): Promise<Mailbox> {
  const box: Mailbox = { url: '', received: [], onMail: () => {} }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) =>
      void text(stream)
        .then(async (raw) => {
          const mail = read(raw, session)
          await box.onMail(mail)
          box.received.push(mail)
          done()
        })
        .catch(done),
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as { port: number }
  box.url = `smtp://127.0.0.1:${port}`
  return box
}

function read(raw: string, { envelope }: SMTPServerSession): Received {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s)
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll(/\r\n\s+/g, ' '))?.[1] ?? ''
  return {
    from: header('From'),
    to: envelope.rcptTo.map(({ address }) => address),
    subject: header('Subject'),
    messageId: header('Message-ID'),
    text: decoded(body, header('Content-Transfer-Encoding')).trimEnd(),
  }
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body.replaceAll('\r\n', '\n')
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n')
}
