import { z } from 'zod'
import { examplePartnerId, findPartnerId, PartnerInPath, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Json } from '#/kernel/json.ts'
import { text } from '#/kernel/text.ts'
import { command, difference, type Outcome } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { accountInput, checkAccount, sealAccount } from './account.ts'
import { exampleParty, examplePayer, Party } from './billing-info.ts'
import { PayoutMethod, sealMethod, type StoredMethod } from './payout-method.ts'
import { BillingInfo, PartnerBillingInfo, toBillingInfo, toPartnerBillingInfo } from './queries.ts'
import {
  type Kept,
  type Stored,
  type StoredBank,
  tellable,
  tryReadOwn,
  tryReadPartners,
  writeOwn,
  writePartners,
} from './stored.ts'

const keeps = (account: string) =>
  `Replaces what is there, but for the ${account}: left out it stays as it is, \`null\` takes it away. Account numbers are stored encrypted and shown masked. Send \`If-Match\` to change only what you have seen.`

const exampleAccount = { iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX' }

const BankAccount = z.strictObject({ name: text(1, 140).nullish(), ...accountInput }).superRefine(checkAccount)

export const setBillingInfo = command({
  name: 'billing-info.set',
  may: 'commissions:write',
  summary: 'Set the billing information of the organisation',
  description: `${keeps('`bankAccount`')} The account is the one that payment files are drawn on; \`name\` is its holder, where that is not the legal name.`,
  input: z.strictObject({ ...Party.shape, bankAccount: BankAccount.nullish() }),
  output: BillingInfo,
  example: { ...examplePayer, bankAccount: { iban: 'FR14 2004 1010 0505 0001 3M02 606' } },
  async current(ctx) {
    await oneAtATime(ctx, 'billing info')
    return new Json(JSON.stringify(toBillingInfo(await tryReadOwn(ctx))))
  },
  async run(ctx, { bankAccount, ...party }) {
    await oneAtATime(ctx, 'billing info')
    const before = await tryReadOwn(ctx)
    const given = bankAccount && { name: bankAccount.name ?? null, ...sealAccount(ctx, bankAccount) }
    return await keep({
      before,
      now: { party, method: given === undefined ? (before?.method ?? null) : given },
      account: 'bankAccount',
      subject: { subjectId: ctx.organisationId },
      write: (now) => writeOwn(ctx, now),
      read: async () => toBillingInfo(await tryReadOwn(ctx)),
    })
  },
})

const ofPartner = async (ctx: Context, ref: string) => {
  const partnerId = await findPartnerId(ctx, ref)
  await oneAtATime(ctx, 'billing info', partnerId)
  return { partnerId, before: await tryReadPartners(ctx, partnerId) }
}

export const setPartnerBillingInfo = command({
  name: 'partner-billing-info.set',
  may: 'commissions:write',
  summary: 'Set the billing information of a partner',
  description: keeps('`payoutMethod`'),
  input: z.strictObject({ id: PartnerInPath, ...Party.shape, payoutMethod: PayoutMethod.nullish() }),
  output: PartnerBillingInfo,
  refuses: [partnerNotFound],
  example: {
    id: examplePartnerId,
    ...exampleParty,
    payoutMethod: { type: 'BANK', accountHolder: exampleParty.legalName, ...exampleAccount },
  },
  current: (ctx, { id }) => lockedPartnerBillingInfo(ctx, id),
  run: (ctx, { id, ...given }) => keepPartnerBillingInfo(ctx, id, given),
})

type Given = Party & { payoutMethod?: PayoutMethod | null | undefined }

/** Sets the billing information of a partner, by our id or its CRM id. */
export async function keepPartnerBillingInfo(ctx: Context, ref: string, { payoutMethod, ...party }: Given) {
  const { partnerId, before } = await ofPartner(ctx, ref)
  const given = payoutMethod && sealMethod(ctx, payoutMethod)
  return await keep({
    before,
    now: { party, method: given === undefined ? (before?.method ?? null) : given },
    account: 'payoutMethod',
    subject: { subjectId: partnerId, partnerId },
    write: (now) => writePartners(ctx, partnerId, now),
    read: async () => toPartnerBillingInfo(ctx, await tryReadPartners(ctx, partnerId)),
  })
}

/** That of a partner as it leaves; nobody changes it until the transaction ends. */
export async function lockedPartnerBillingInfo(
  ctx: Context,
  ref: string,
): Promise<Json<z.output<typeof PartnerBillingInfo>>> {
  return new Json(JSON.stringify(toPartnerBillingInfo(ctx, (await ofPartner(ctx, ref)).before)))
}

type Keeping<O> = {
  before: Stored<StoredBank | StoredMethod> | undefined
  now: Kept
  account: 'bankAccount' | 'payoutMethod'
  subject: { subjectId: string; partnerId?: string }
  write(now: Kept): Promise<void>
  read(): Promise<O>
}

/** Writes what differs; an account of another number shows in the event by its fingerprint. */
async function keep<O>({ before, now, account, subject, write, read }: Keeping<O>) {
  const after = tellable(now, account)
  const changed = before ? difference(tellable(before, account), after) : { before: null, after }
  if (!changed) return { output: await read(), changes: [] }
  await write(now)
  return { output: await read(), changes: [{ ...subject, ...changed }] } satisfies Outcome<unknown>
}
