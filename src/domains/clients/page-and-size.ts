import { z } from 'zod'
import { queryInteger } from '#/platform/http/contracts/detail/values.ts'

/** Which page of a list to send, from 1, and how many items a page has. */
export const numberedPageInput = {
  page: queryInteger({ min: 1, fallback: 1 }),
  size: queryInteger({ min: 1, max: 100, fallback: 50 }),
}

type Wanted = { page: number; size: number }
type NumberedPage<T> = { items: T[]; total: number; page: number; size: number; pages: number }

const count = z.int().min(0)

/** One page of a list whose pages are numbered. Past the end it has no items. */
export function numberedPage<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    total: count,
    page: z.int().min(1),
    size: z.int().min(1),
    pages: count,
  })
}

/** A numbered page as it leaves; what is past the end is not asked for. */
export async function toNumberedPage<T>(
  { page, size }: Wanted,
  total: number,
  read: (range: { limit: number; offset: number }) => Promise<T[]>,
): Promise<NumberedPage<T>> {
  const offset = (page - 1) * size
  const items = offset < total ? await read({ limit: size, offset }) : []
  return { items, total, page, size, pages: Math.ceil(total / size) }
}
