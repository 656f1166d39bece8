import { randomFillSync } from 'node:crypto'
import { incrementBase32, TIME_LEN, ulid } from 'ulid'

export type IdPrefix =
  | 'org'
  | 'user'
  | 'key'
  | 'ptn'
  | 'tier'
  | 'phase'
  | 'exp'
  | 'vis'
  | 'evt'
  | 'req'
  | 'mail'
  | 'ict'
  | 'ica'
  | 'orgn'
  | 'pusr'
  | 'bcr'
  | 'nts'
  | 'cln'
  | 'ltx'
  | 'cpl'
  | 'sev'
  | 'pbt'
  | 'pay'
  | 'frm'
  | 'fsub'
  | 'deal'
  | 'cmp'
  | 'lnk'
  | 'cpn'
  | 'lgl'
  | 'clk'
  | 'cnv'
  | 'cva'
  | 'rsc'
  | 'pses'
  | 'room'
  | 'acct'
  | 'cred'
  | 'code'
  | 'sess'
  | 'view'

const randomBytes = new Uint8Array(4096)
let used = randomBytes.length

/** A share of one, from bytes that are asked for by the page: the library's own source asks for each character. */
function random(): number {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes)
    used = 0
  }
  return (randomBytes[used++] ?? 0) / 256
}

let last = { at: -1, time: '', rest: '' }

/** A new id: prefix and ULID, ascending within this process even inside one millisecond and when the clock jumps back. */
export function newId(prefix: IdPrefix, now: Date): string {
  const at = now.getTime()
  // The library's own `monotonicFactory` writes the time anew for each id of a millisecond.
  if (at > last.at) {
    const made = ulid(at, random)
    last = { at, time: made.slice(0, TIME_LEN), rest: made.slice(TIME_LEN) }
  } else last.rest = incrementBase32(last.rest)
  return `${prefix}_${last.time}${last.rest}`
}

/** When an id was made: its first ten characters after the prefix are milliseconds. */
export function timeOfId(id: string): Date {
  let milliseconds = 0
  for (const digit of id.slice(id.lastIndexOf('_') + 1).slice(0, 10))
    milliseconds = milliseconds * 32 + alphabet.indexOf(digit)
  return new Date(milliseconds)
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The smallest id that anything made at or after this time can have: ids sort by time. */
export function firstIdAt(prefix: IdPrefix, time: Date): string {
  let rest = Math.max(0, time.getTime())
  let text = ''
  for (let i = 0; i < 10; i += 1) {
    text = (alphabet[rest % 32] ?? '0') + text
    rest = Math.floor(rest / 32)
  }
  return `${prefix}_${text}${'0'.repeat(16)}`
}
