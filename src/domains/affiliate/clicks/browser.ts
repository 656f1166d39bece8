import type { IncomingHttpHeaders } from 'node:http'
import { isbot } from 'isbot'
import type { Device } from '../tables.ts'

/** What asks, by its own words: whether a person sits before it, and what it is. */
export type Browser = { isPerson: boolean; device: Device }

const longestRead = 1_024
const longestHeld = 512
const mostHeld = 5_000
const held = new Map<string, Browser>()

/** Judges by the user agent. One that says nothing is a program: every browser names itself. */
export function browserOf(userAgent: string | undefined): Browser {
  if (!userAgent) return program
  const known = held.get(userAgent)
  if (known) return known
  const read = userAgent.slice(0, longestRead)
  const browser: Browser = { isPerson: !isbot(read), device: deviceOf(read) }
  if (userAgent.length > longestHeld) return browser
  if (held.size >= mostHeld) held.clear()
  held.set(userAgent, browser)
  return browser
}

const program: Browser = { isPerson: false, device: 'OTHER' }

/** The browser's own hint comes before what its name gives away. */
export function deviceIn(headers: IncomingHttpHeaders, browser: Browser): Device {
  return headers['sec-ch-ua-mobile'] === '?1' && browser.device !== 'TABLET' ? 'MOBILE' : browser.device
}

function deviceOf(userAgent: string): Device {
  if (/iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Kindle|Android(?!.*Mobile)/i.test(userAgent)) return 'TABLET'
  if (/Mobi|iPhone|iPod|Android|Windows Phone|Opera Mini/i.test(userAgent)) return 'MOBILE'
  return /Windows NT|Macintosh|X11|CrOS|Linux/i.test(userAgent) ? 'DESKTOP' : 'OTHER'
}

/** A browser fetches in advance what a person may never look at. */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  return (
    says(headers['sec-purpose'], /prefetch|prerender|preview/i) ||
    says(headers['purpose'], /prefetch|preview/i) ||
    says(headers['x-purpose'], /prefetch|preview/i) ||
    says(headers['x-moz'], /prefetch/i)
  )
}

const says = (header: string | string[] | undefined, what: RegExp) => header !== undefined && what.test(String(header))

/** The host of the page that the visitor came from, without its path. */
export function referrerHost(referrer: string | undefined): string | null {
  if (!referrer) return null
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?([a-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#]|$)/i.exec(referrer) ?? []
  return host?.toLowerCase() ?? null
}
