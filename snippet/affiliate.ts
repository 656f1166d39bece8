/**
 * affiliate.js: keeps the click that brought a visitor, and reports what became of it.
 *
 * It runs on the sites of others: nothing here throws, waits or asks another host than its own and the page's.
 */
import { takeArrival } from './arrival.ts'
import { clickId, forgetAll, keep } from './clicks.ts'
import { isToken } from './cookies.ts'
import { listenToHubSpot } from './hubspot.ts'
import { mustNotFollow } from './tag.ts'
import { track } from './track.ts'

type Affiliate = { track: typeof track; getClickId(): string | null; q: { push(call: Call): void } }
type Call = (affiliate: Affiliate) => void
type Global = { introw?: { affiliate?: Partial<Affiliate> } }

function quietly(run: () => void): void {
  try {
    run()
  } catch {}
}

function arrive(): void {
  const arrival = takeArrival()
  if (arrival && isToken(arrival.id)) quietly(() => keep(arrival.id))
  if (mustNotFollow()) quietly(forgetAll)
  arrival?.strip()
}

/** Where another copy of this script was first, its queue is no longer a list. */
function offer(): void {
  const page = window as Global
  const introw = (page.introw = page.introw || {})
  const affiliate = (introw.affiliate = introw.affiliate || {}) as Affiliate
  const waiting: unknown = affiliate.q
  if (waiting && !Array.isArray(waiting)) return
  const push = (call: Call) => quietly(() => call(affiliate))
  Object.assign(affiliate, { track, getClickId: () => clickId() || null, q: { push } })
  if (waiting) (waiting as Call[]).forEach(push)
  listenToHubSpot()
}

quietly(arrive)
quietly(offer)
