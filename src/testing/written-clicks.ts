import { firstIdAt, newId } from '#/kernel/id.ts'

export type WrittenClick = { linkId: string; at: Date; isRepeat?: boolean; subs?: (string | null)[] }

/** A statement that writes clicks past the product, and its values: for times and transactions that no visitor can bring about. */
export function writingClicks(organisationId: string, clicks: WrittenClick[]): [string, unknown[]] {
  const statement = `
    insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device, sub1, sub2, sub3, sub4, sub5)
    select $1, c.*, 'DESKTOP', s.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bool[], $6::bool[]) with ordinality as c(id, link_id, visitor, is_repeat, is_late, n)
    cross join lateral (select $7::json) x(subs)
    cross join lateral (select subs->(n::int - 1)->>0, subs->(n::int - 1)->>1, subs->(n::int - 1)->>2, subs->(n::int - 1)->>3, subs->(n::int - 1)->>4) s`
  return [
    statement.replace('c.*', 'c.id, c.link_id, c.visitor, c.is_repeat, c.is_late'),
    [
      organisationId,
      clicks.map(({ at }) => idAt(at)),
      clicks.map(({ linkId }) => linkId),
      clicks.map(() => '0'),
      clicks.map(({ isRepeat = false }) => isRepeat),
      clicks.map(() => false),
      JSON.stringify(clicks.map(({ subs = [] }) => subs)),
    ],
  ]
}

/** Ids of a process never go back in time, but for these. */
const idAt = (at: Date) => firstIdAt('clk', at).slice(0, -16) + newId('clk', at).slice(-16)
