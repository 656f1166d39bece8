import type { IncomingMessage } from 'node:http'
import type { Context } from '#/kernel/context.ts'
import type { FastLane, LaneAnswer } from '#/platform/http/fast-lane.ts'
import { type Browser, browserOf, deviceIn, isPrefetch, referrerHost } from './browser.ts'
import type { Click } from './click.ts'
import type { CountryOf } from './country.ts'
import { type Destination, tryDecode, tryDeepLink } from './destination.ts'
import { type HeldLink, type LinkMemory, LinksAway } from './links.ts'
import { awayPage, methodPage, revokedPage, unknownPage } from './pages.ts'
import { noQuestion, type Question, readQuestion } from './question.ts'
import type { Repeats } from './repeats.ts'
import { mintToken } from './token.ts'
import type { VisitorKeys } from './visitor-keys.ts'
import type { ClickWriter } from './writer.ts'

export type RedirectParts = Pick<Context, 'rotating' | 'now' | 'newId'> & {
  links: LinkMemory
  writer: ClickWriter
  visitorKeys: VisitorKeys
  repeats: Repeats
  countryOf: CountryOf
  addressOf(request: IncomingMessage): string
}

const longestCode = 64
const isCode = (code: string) => /^[a-z0-9][a-z0-9-]*$/.test(code) && code.length <= longestCode

/** `GET /r/{code}`: writes the click, then sends the visitor on with its token. */
export function redirectLane(parts: RedirectParts): FastLane {
  return {
    prefix: '/r/',
    route: '/r/:code',
    serve(request, rest, answer) {
      const { method } = request
      if (method !== 'GET' && method !== 'HEAD') return answer.page(405, methodPage, { allow: 'GET, HEAD' })
      const mark = rest.indexOf('?')
      const code = codeOf(mark < 0 ? rest : rest.slice(0, mark))
      if (code === undefined) return answer.page(404, unknownPage)
      const question = mark < 0 ? noQuestion : readQuestion(rest.slice(mark + 1))
      const visit = { request, question, answer }
      const link = parts.links.tryGet(code)
      if (link === undefined) return findAndFollow(parts, code, visit)
      follow(parts, link, visit)
    },
  }
}

type Visit = { request: IncomingMessage; question: Question; answer: LaneAnswer }

function codeOf(path: string): string | undefined {
  if (isCode(path)) return path
  const code = path.length > longestCode * 3 ? '' : path.toLowerCase()
  if (isCode(code)) return code
  const decoded = code.includes('%') ? (tryDecode(code)?.toLowerCase() ?? '') : ''
  return isCode(decoded) ? decoded : undefined
}

async function findAndFollow(parts: RedirectParts, code: string, visit: Visit): Promise<void> {
  try {
    follow(parts, await parts.links.find(code), visit)
  } catch (error) {
    if (!(error instanceof LinksAway)) throw error
    visit.answer.page(503, awayPage, { 'retry-after': '2' })
  }
}

function follow(parts: RedirectParts, link: HeldLink | null, visit: Visit): void {
  const { request, question, answer } = visit
  if (!link) return answer.page(404, unknownPage)
  if (link.state === 'REVOKED') return answer.page(410, revokedPage)
  const destination = destinationOf(link, question)
  const userAgent = request.headers['user-agent']
  const browser = browserOf(userAgent)
  const counts = link.state === 'LIVE' && browser.isPerson && request.method === 'GET' && !isPrefetch(request.headers)
  if (!counts) return answer.redirect(destination.plain)
  const click = clickOf(parts, link, browser, visit)
  const location = (isRecorded: boolean) => destination.head + tokenOf(parts, click, isRecorded) + destination.tail
  // Signed while the database writes, so that its answer finds everything ready.
  let recorded: string | undefined
  parts.writer.write(click, answer.begun, (isRecorded) =>
    answer.redirect(isRecorded && recorded ? recorded : location(isRecorded)),
  )
  recorded = location(true)
}

function tokenOf(parts: RedirectParts, { organisationId, linkId, id }: Click, isRecorded: boolean): string {
  return mintToken(parts, { organisationId, linkId, clickId: id, isRecorded })
}

function destinationOf({ url, allowedPaths, destination }: HeldLink, { to }: Question): Destination {
  return (to && tryDeepLink(url, to, allowedPaths)) || destination
}

function clickOf(
  parts: RedirectParts,
  { organisationId, linkId }: HeldLink,
  browser: Browser,
  { request, question }: Visit,
): Click {
  const { headers } = request
  const userAgent = headers['user-agent'] ?? ''
  const address = parts.addressOf(request)
  const now = parts.now().getTime()
  const visitor = parts.visitorKeys.visitorOf(address, userAgent, now)
  return {
    organisationId,
    id: parts.newId('clk'),
    linkId,
    visitor,
    isRepeat: parts.repeats.isRepeat(linkId, visitor, now),
    device: deviceIn(headers, browser),
    country: parts.countryOf(address),
    referrerHost: referrerHost(headers.referer),
    subs: question.subs,
  }
}
