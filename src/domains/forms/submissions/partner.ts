import { findPartnerId, findPartners, partnerNotFound, tryFindPartnerOfVisitor } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'

type Sent = { partnerId?: string | undefined; email?: string | undefined }

/** Our id of the partner that submits. One that is named and archived is refused; one that an e-mail leads to is none then. */
export async function submittingPartner(ctx: Context, { partnerId, email }: Sent): Promise<string | null> {
  if (partnerId === undefined) return email === undefined ? null : ((await tryFindPartnerOfVisitor(ctx, email)) ?? null)
  const id = await findPartnerId(ctx, partnerId, 'partnerId')
  const partner = (await findPartners(ctx, [id])).get(id)
  if (partner === undefined || partner === 'AMBIGUOUS') throw partnerNotFound()
  if (partner.isArchived) throw invalidField('partnerId', 'custom', archivedMessage)
  return partner.id
}

const archivedMessage = 'This partner is archived and submits nothing more. Restore it first.'
