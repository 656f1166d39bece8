import { z } from 'zod'
import { token } from '#/kernel/text.ts'

export { hashPassword, verifyPassword } from 'better-auth/crypto'

export const shortestPassword = 10
export const longestPassword = 128

/** A password as it is typed; nothing is trimmed. */
export const Password = token(longestPassword, shortestPassword).meta({
  description: `${shortestPassword} to ${longestPassword} characters of any kind.`,
  examples: ['correct horse battery staple'],
})

/** A password that is to be compared: one that is too short is wrong, not refused. */
export const GivenPassword = z.string().max(longestPassword)
