import { z } from 'zod'
import { token } from '#/kernel/text.ts'

export const shortestPassword = 10
export const longestPassword = 128

/** A password as it is typed; nothing is trimmed. */
export const Password = token(longestPassword, shortestPassword).meta({
  description: `${shortestPassword} to ${longestPassword} characters of any kind.`,
  examples: ['correct horse battery staple'],
})

/** A password that is to be compared: one that is too short is wrong, not refused. */
export const GivenPassword = z.string().max(longestPassword)

const crypto = () => import('better-auth/crypto')

/** A password as it is stored. */
export const hashPassword = async (password: string): Promise<string> => (await crypto()).hashPassword(password)

export const verifyPassword = async (given: { hash: string; password: string }): Promise<boolean> =>
  (await crypto()).verifyPassword(given)
