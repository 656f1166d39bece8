import { z } from 'zod'
import { queryInteger } from './values.ts'

/** Which page of a list, counted from 1, and how many items stand on one. */
export const pageNumbers = {
  page: queryInteger({ min: 1, fallback: 1 }),
  size: queryInteger({ min: 1, max: 100, fallback: 50 }),
}

/** The envelope of a numbered page; one past the end has no items. */
export function numberedPage<T extends z.ZodType>(item: T) {
  const { examples: items = [] } = (item.meta() ?? {}) as { examples?: unknown[] }
  return z
    .strictObject({
      items: z.array(item),
      total: z.int().min(0),
      page: z.int().min(1),
      size: z.int().min(1),
      pages: z.int().min(0),
    })
    .meta({ examples: [toNumberedPage(items, items.length, { page: 1, size: 50 })] })
}

type Numbers = { page: number; size: number }

/** A numbered page of what is counted first; what is past the end is not asked for. */
export async function readNumberedPage<T>(
  numbers: Numbers,
  total: number,
  read: (range: { limit: number; offset: number }) => Promise<T[]>,
) {
  const offset = (numbers.page - 1) * numbers.size
  return toNumberedPage(offset < total ? await read({ limit: numbers.size, offset }) : [], total, numbers)
}

export function toNumberedPage<T>(items: T[], total: number, { page, size }: Numbers) {
  return { items, total, page, size, pages: Math.ceil(total / size) }
}
