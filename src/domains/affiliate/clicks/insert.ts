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
  const values = [...arraysOf(clicks), isLate, since, until]
  return isLate
    ? { name: 'late clicks', text: `${text} on conflict do nothing`, values }
    : { name: 'clicks', text, values }
}

/** The columns as arrays in the way that PostgreSQL writes them, in one walk: the driver would look at each character. */
function arraysOf(clicks: readonly Click[]): string[] {
  let [organisations, ids, links, visitors, repeats, devices] = ['', '', '', '', '', '']
  const [countries, referrers] = [new Sparse(), new Sparse()]
  const subs = [new Sparse(), new Sparse(), new Sparse(), new Sparse(), new Sparse()] as const
  let mark = '{'
  for (const click of clicks) {
    organisations += mark + click.organisationId
    ids += mark + click.id
    links += mark + click.linkId
    visitors += mark + digitsOf(click.visitor)
    repeats += mark + (click.isRepeat ? 't' : 'f')
    devices += mark + click.device
    countries.add(click.country)
    referrers.add(click.referrerHost)
    for (let place = 0; place < subs.length; place += 1) subs[place]?.add(click.subs[place] ?? null)
    mark = ','
  }
  const full = [organisations, ids, links, visitors, repeats, devices].map((values) => `${values}}`)
  return [...full, countries.array, referrers.array, ...subs.map(({ array }) => array)]
}

/** An array of texts that may be null. Nulls at its end are left out: `unnest` fills a shorter array up with them. */
class Sparse {
  #text = ''
  #nulls = 0

  add(value: string | null): void {
    if (value === null) {
      this.#nulls += 1
      return
    }
    const mark = this.#text ? ',' : '{'
    const text = /["\\]/.test(value) ? value.replaceAll(/["\\]/g, '\\$&') : value
    this.#text += `${mark}${'NULL,'.repeat(this.#nulls)}"${text}"`
    this.#nulls = 0
  }

  get array(): string {
    return this.#text ? `${this.#text}}` : '{}'
  }
}

const groups = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'))

/** A whole number of up to 16 digits. No visitor is like the one before, and `String` looks for each among those that it has written. */
const digitsOf = (n: number) =>
  `${groups[Math.floor(n / 1e12)]}${groups[Math.floor(n / 1e8) % 1e4]}${groups[Math.floor(n / 1e4) % 1e4]}${groups[n % 1e4]}`
