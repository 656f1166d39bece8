import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Bic, Iban } from './iban.ts'

/** The clearing systems whose numbers of banks a payment file may carry, by ISO 20022. */
const clearingSystems = [
  'ATBLZ',
  'AUBSB',
  'CACPA',
  'CHBCC',
  'CNAPS',
  'DEBLZ',
  'ESNCC',
  'GBDSC',
  'GRBIC',
  'HKNCC',
  'IENCC',
  'INFSC',
  'ITNCC',
  'JPZGN',
  'NZNCC',
  'PLKNR',
  'PTNCC',
  'RUCBC',
  'SESBA',
  'SGIBG',
  'THCBC',
  'TWNCC',
  'USABA',
  'ZANCC',
] as const

const tight = (pattern: RegExp, message: string) =>
  z
    .string()
    .max(60)
    .transform((sent) => sent.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(pattern, message))

/** What a caller writes of an account at a bank. */
export const accountInput = {
  iban: Iban.nullish(),
  accountNumber: tight(
    /^[A-Za-z0-9]{1,34}$/,
    'An account number is letters and digits, at most 34. A masked one is not taken: leave the account out to keep it.',
  )
    .nullish()
    .meta({ description: 'Where there is no IBAN; with `bic` or `routingNumber`.', examples: ['000123456789'] }),
  bic: Bic.nullish(),
  routingNumber: tight(/^[A-Za-z0-9]{1,28}$/, 'A routing number is letters and digits, at most 28.')
    .nullish()
    .meta({ description: 'The bank’s number in its clearing system.', examples: ['021000021'] }),
  clearingSystem: z
    .enum(clearingSystems)
    .nullish()
    .meta({ description: 'Of `routingNumber`, by ISO 20022.', examples: ['USABA'] }),
}
type AccountInput = z.output<z.ZodObject<typeof accountInput>>

/** The check of `accountInput` that needs several of its fields. */
export function checkAccount(
  { iban, accountNumber, bic, routingNumber, clearingSystem }: AccountInput,
  context: z.core.$RefinementCtx,
): void {
  const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (!iban && !accountNumber) fault('iban', 'Give an iban or an accountNumber.')
  if (iban && accountNumber) fault('accountNumber', 'Give an iban or an accountNumber, not both.')
  if (!iban && accountNumber && !bic && !routingNumber) fault('bic', 'An accountNumber needs a bic or a routingNumber.')
  if (clearingSystem && !routingNumber) fault('routingNumber', 'A clearingSystem needs its routingNumber.')
}

/** An account with its number in the open: for a bank's file alone. */
export type Account = {
  iban: string | null
  accountNumber: string | null
  bic: string | null
  routingNumber: string | null
  clearingSystem: string | null
}

/** An account as stored. Two of one fingerprint have one number, which only this installation can find out. */
export type StoredAccount = Pick<Account, 'bic' | 'routingNumber' | 'clearingSystem'> & {
  isIban: boolean
  sealed: string
  masked: string
  fingerprint: string
}

const purpose = 'bank account'
const fingerprintLength = 12

export function sealAccount(ctx: Pick<Context, 'seal' | 'sign'>, given: AccountInput): StoredAccount {
  const { iban, accountNumber, bic = null, routingNumber = null, clearingSystem = null } = given
  const number = iban ?? accountNumber ?? ''
  return {
    isIban: Boolean(iban),
    sealed: ctx.seal(purpose, number),
    masked: iban ? iban.slice(0, 2) + masked(iban) : masked(number),
    fingerprint: ctx.sign(purpose, number).slice(0, fingerprintLength),
    bic,
    routingNumber,
    clearingSystem,
  }
}

/** The last four characters, and never more than half of them. */
const masked = (number: string) => `****${number.slice(number.length - Math.min(4, Math.floor(number.length / 2)))}`

/** Undefined where it was sealed under another secret than the installation has. */
export function tryOpen(ctx: Pick<Context, 'open'>, purpose: string, sealed: string): string | undefined {
  try {
    return ctx.open(purpose, sealed)
  } catch {
    return undefined
  }
}

/** The account with its number, or undefined where that cannot be read any more. */
export function tryOpenAccount(
  ctx: Pick<Context, 'open'>,
  { isIban, sealed, bic, routingNumber, clearingSystem }: StoredAccount,
): Account | undefined {
  const number = tryOpen(ctx, purpose, sealed)
  if (number === undefined) return undefined
  return { iban: isIban ? number : null, accountNumber: isIban ? null : number, bic, routingNumber, clearingSystem }
}

/** What is shown of an account: every key, its number masked. */
export const accountShown = {
  iban: z.string().nullable().meta({ description: 'Masked: the country and the last four characters.' }),
  accountNumber: z.string().nullable().meta({ description: 'Masked: the last four characters.' }),
  bic: z.string().nullable(),
  routingNumber: z.string().nullable(),
  clearingSystem: z.string().nullable(),
}

export const showAccount = ({ isIban, masked, bic, routingNumber, clearingSystem }: StoredAccount): Account => ({
  iban: isIban ? masked : null,
  accountNumber: isIban ? null : masked,
  bic,
  routingNumber,
  clearingSystem,
})
