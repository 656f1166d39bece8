export type SmtpSettings = {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  smtpUrl: string
  /** `Name <address>` */
  mailFrom: string
}

export type Letter = { id: string; to: string; subject: string; text: string }
export type Smtp = Disposable & { send(letter: Letter): Promise<void> }

const patience = { dnsTimeout: 15_000, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }

/** Connections to the SMTP server, opened as they are needed and no more than `most` at once. */
export async function openSmtp({ smtpUrl, mailFrom }: SmtpSettings, most: number): Promise<Smtp> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: most, ...patience })
  const host = /@([^\s<>]+)>?$/.exec(mailFrom)?.[1] ?? 'localhost'
  const send = async ({ id, to, subject, text }: Letter) => {
    await transport.sendMail({
      from: mailFrom,
      // As an object it stays one address, whatever is in it.
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${host}>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }
  return { send, [Symbol.dispose]: () => transport.close() }
}
