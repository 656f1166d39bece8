import { tryDecode } from './destination.ts'

/** Notes of the partner's own, kept with the click: `sub1` to `sub5`. */
export type SubIds = readonly [string | null, string | null, string | null, string | null, string | null]

/** What the query of a link may say: a path of the destination's host, and sub-ids. The rest of it is not read. */
export type Question = { to: string | undefined; subs: SubIds }

const longestSub = 255
const longestQuery = 8_192
// oxlint-disable-next-line no-control-regex -- they are what is dropped
const controls = /[\0-\x1f\x7f-\x9f\u2028\u2029]/g

/** What stays as it is. */
const plain = /^[\w.~-]+$/

const nothing: SubIds = [null, null, null, null, null]
export const noQuestion: Question = { to: undefined, subs: nothing }

/** Reads the query of a link; of a name that is there twice the first counts, and what cannot be decoded is passed over. */
export function readQuestion(query: string): Question {
  if (query.length > longestQuery) return noQuestion
  let to: string | undefined
  const subs: [...SubIds] = [...nothing]
  for (const pair of query.split('&')) {
    const mark = pair.indexOf('=')
    const [key, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)]
    if (key === 'to') to ??= tryDecode(value)
    const place = /^sub[1-5]$/.test(key) ? Number(key[3]) - 1 : -1
    if (place >= 0) subs[place] ??= subOf(value)
  }
  return { to, subs }
}

function subOf(value: string): string | null {
  if (value.length <= longestSub && plain.test(value)) return value
  const decoded = /[+%]/.test(value) ? tryDecode(value.replaceAll('+', ' ')) : value
  const text = decoded?.toWellFormed().replaceAll(controls, '').trim() ?? ''
  const short = text.length > longestSub ? [...text].slice(0, longestSub).join('').trim() : text
  return short || null
}
