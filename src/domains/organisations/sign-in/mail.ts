import type { NewMail } from '#/platform/mail/queue.ts'

export const codeMinutes = 10

type Code = { to: string; code: string; purpose: 'sign-in' | 'password' }

export function codeMail({ to, code, purpose }: Code): NewMail {
  const use = purpose === 'sign-in' ? 'sign in to the console' : 'set a new password'
  return {
    to,
    subject: 'Your code for the console',
    text: [
      `Use this code to ${use}: ${code}`,
      `It works once, within ${codeMinutes} minutes, and for three attempts.`,
      'If you did not ask for it, ignore this letter. Nobody gets in without the code.',
    ].join('\n\n'),
  }
}
