import { z } from 'zod'

const leading = ['partnerId', 'conversionId', 'clickId', 'dealId', 'customerId', 'originalSourceId']

/** A check that something leads to a partner, told with the other faults of the body and in the order of its fields. */
export function namesSomebody(order: string[]) {
  const check = new z.core.$ZodCheck({ check: 'custom', when: () => true })
  check._zod.check = ({ value, issues }: z.core.ParsePayload<{ [field: string]: unknown } | undefined>) => {
    const place = (issue: { path?: PropertyKey[] | undefined }) => order.indexOf(String(issue.path?.[0]))
    const isFaulty = issues.some((issue) => leading.includes(String(issue.path?.[0])))
    if (isFaulty || value?.['type'] === 'REFUND' || leading.some((field) => value?.[field] != null)) return
    const after = issues.findIndex((issue) => place(issue) > order.indexOf('partnerId'))
    const message = 'Say whose it is: by partnerId, conversionId, clickId, dealId or customerId.'
    issues.splice(after < 0 ? issues.length : after, 0, {
      code: 'invalid_type',
      expected: 'string',
      input: undefined,
      path: ['partnerId'],
      message,
    })
  }
  return check
}
