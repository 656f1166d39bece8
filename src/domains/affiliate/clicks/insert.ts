import type { Click } from './click.ts'

/** How a batch is written: in order, with what is known of all of it. */
type Batch = {
  clicks: readonly Click[]
  isLate: boolean
  /** What they may repeat has an id between these two. */
  since: string
  until: string
}

/**
 * One statement for a batch of any size. Late ones may be there already, where an answer of the database was lost.
 *
 * A click that this process has not seen repeated is looked for among those that other processes have counted: by its visitor.
 * While a month is new the planner knows nothing of it, so the organisation is compared in a way that no index helps: by the
 * primary key each click would read all of the last hour.
 */
const text = `
insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device, country, referrer_host, sub1, sub2, sub3, sub4, sub5)
select c.organisation_id, c.id, c.link_id, c.visitor,
  c.is_repeat or exists (
    select from click e where e.organisation_id || '' = c.organisation_id and e.link_id = c.link_id and e.visitor = c.visitor
      and not e.is_repeat and e.id > $15 and e.id < $16 and e.id <> c.id),
  $14, c.device, c.country, c.referrer_host, c.sub1, c.sub2, c.sub3, c.sub4, c.sub5
from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bool[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
  as c(organisation_id, id, link_id, visitor, is_repeat, device, country, referrer_host, sub1, sub2, sub3, sub4, sub5)`

export function insertOf({ clicks, isLate, since, until }: Batch): { name: string; text: string; values: unknown[] } {
  const sub = (place: 0 | 1 | 2 | 3 | 4) => optional(clicks, ({ subs }) => subs[place])
  const values = [
    plain(clicks, ({ organisationId }) => organisationId),
    plain(clicks, ({ id }) => id),
    plain(clicks, ({ linkId }) => linkId),
    plain(clicks, ({ visitor }) => digitsOf(visitor)),
    plain(clicks, ({ isRepeat }) => (isRepeat ? 't' : 'f')),
    plain(clicks, ({ device }) => device),
    optional(clicks, ({ country }) => country),
    optional(clicks, ({ referrerHost }) => referrerHost),
    sub(0),
    sub(1),
    sub(2),
    sub(3),
    sub(4),
    isLate,
    since,
    until,
  ]
  return isLate
    ? { name: 'late clicks', text: `${text} on conflict do nothing`, values }
    : { name: 'clicks', text, values }
}

/** An array as PostgreSQL writes it, of values that need no quotes: the driver would look at each character. */
function plain(clicks: readonly Click[], pick: (click: Click) => string): string {
  let array = '{'
  for (const click of clicks) array += `${array.length > 1 ? ',' : ''}${pick(click)}`
  return `${array}}`
}

/** `unnest` fills a shorter array up with nulls, so one of nothing else is sent empty. */
const optional = (clicks: readonly Click[], pick: (click: Click) => string | null) =>
  clicks.every((click) => pick(click) === null) ? '{}' : plain(clicks, (click) => quoted(pick(click)))

const quoted = (value: string | null) =>
  value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`

const groups = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'))

/** A whole number of up to 16 digits. No visitor is like the one before, and `String` looks for each among those that it has written. */
const digitsOf = (n: number) =>
  `${groups[Math.floor(n / 1e12)]}${groups[Math.floor(n / 1e8) % 1e4]}${groups[Math.floor(n / 1e4) % 1e4]}${groups[n % 1e4]}`
