/** What a browser tells when it opens a page of the portal. */
export type Arrival = {
  /** The `Cookie` header. */
  cookie: string | undefined
  /** Whether the page is to stand in a frame of another page. */
  isFramed: boolean
  /** The origin of the page that leads or frames here, where the browser tells it. */
  from: string | undefined
  isSecure: boolean
  /** The `Accept-Language` header. */
  languages: string | undefined
  requestId: string
}

/** Why nobody is let in, for people, and what they can do instead. */
export type TurnedAway = { status: number; language: string; title: string; why: string; instead: string }

/** A session that begins: its cookie; or why it does not. */
export type Entered = { setCookie: string } | TurnedAway

/** Who gets into the portal's pages, and where they may stand; the portal's domain decides. */
export type PortalDoor = {
  /** Redeems the token of a portal session, once. */
  enter(token: string, arrival: Arrival): Promise<Entered>
  /** The origins whose pages may frame the portal for this visitor. */
  framers(arrival: Arrival): Promise<readonly string[]>
}
