import { sql } from '#/platform/database/sql.ts'
import type { Context } from '../kernel/context.ts'
import { firstIdAt } from '../kernel/id.ts'

const days = 150
const dayMs = 86_400_000
const devices = ['DESKTOP', 'MOBILE', 'MOBILE', 'TABLET']
const countries = ['NO', 'GB', 'DE', 'NL', 'IE', 'FR']
const hosts = ['news.example', 'blog.example', null, 'video.example']
const subs = ['newsletter', 'footer', null, 'social', null]

/** More each month, fewer at weekends, and a wave a week after the beginning of each month. */
function clicksOn(day: number, at: Date, place: number): number {
  const weekend = at.getUTCDay() % 6 === 0 ? 0.4 : 1
  const wave = 1 + Math.exp(-((at.getUTCDate() - 8) ** 2) / 8)
  const size = 2 + ((place * 7) % 11)
  return Math.round(size * (0.5 + day / days) * weekend * wave)
}

/** Visits of a link over five months, unless it has some; those that led to something, and when they were. */
export async function writeClicks(ctx: Context, link: { linkId: string; place: number }) {
  const made = visitsOf(ctx, link)
  const column = (pick: (one: (typeof made)[number], n: number) => string | boolean | null) => made.map(pick)
  await sql`
    insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device, country, referrer_host, sub1)
    select ${ctx.organisationId}, c.id, ${link.linkId}, hashtextextended(c.id, 0), c.is_repeat, false, c.device, c.country, c.host, c.sub
    from unnest(${column(({ id }) => id)}::text[], ${column((_, n) => n % 9 === 8)}::boolean[], ${column((_, n) => one(devices, n))}::text[],
      ${column((_, n) => one(countries, n))}::text[], ${column((_, n) => one(hosts, n))}::text[], ${column((_, n) => one(subs, n))}::text[])
      as c(id, is_repeat, device, country, host, sub)
    where not exists (select from click where organisation_id = ${ctx.organisationId} and link_id = ${link.linkId})`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ id: string; at: Date }>`
    select id, click_time(id) as at from (
      select id, row_number() over (order by id) as n, count(*) over () as many from click
      where organisation_id = ${ctx.organisationId} and link_id = ${link.linkId} and not is_repeat
    ) c where n % (many / 6) = ${link.place * 29} % (many / 6) and click_time(id) < ${new Date(ctx.now().getTime() - 12 * dayMs)} order by id limit 6`.execute(
    ctx.db,
  )
  return rows
}

function visitsOf(ctx: Context, { place }: { place: number }): { id: string }[] {
  const begin = ctx.now().getTime() - days * dayMs
  const made: { id: string }[] = []
  for (let day = 0; day < days; day += 1) {
    const many = clicksOn(day, new Date(begin + day * dayMs), place)
    for (let n = 0; n < many; n += 1) {
      const at = new Date(begin + (day + (n + 0.5) / many) * dayMs - 1)
      made.push({
        id: firstIdAt('clk', at).slice(0, -16) + `${place}`.padStart(6, '0') + `${made.length}`.padStart(10, '0'),
      })
    }
  }
  return made
}

const one = <T>(all: T[], n: number): T => all[(n * 7) % all.length] as T
