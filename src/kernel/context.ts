import type { Kysely } from 'kysely'
import type { Actor } from './actor.ts'
import type { IdPrefix } from './id.ts'
import type { Settings } from './setting.ts'

// oxlint-disable-next-line typescript/no-empty-object-type -- a database of no tables: a domain adds its own
export type Database = Kysely<{}>

/** All that a verb may know besides its input: who acts, for which organisation, when, and on which database. */
export type Context = {
  organisationId: string
  actor: Actor
  requestId: string
  db: Database
  now(): Date
  newId(prefix: IdPrefix): string
  /** A keyed signature (base64url) over a text, for one purpose; equal on every node of the installation. */
  sign(purpose: string, text: string): string
  /** Encrypts a text that is to be read back one day, for one purpose; only this installation can open it. */
  seal(purpose: string, text: string): string
  /** Reads back what `seal` made for that purpose; throws where it was another purpose or another installation. */
  open(purpose: string, sealed: string): string
  /** For tokens that travel: its keys follow one another, and what an earlier one signed stays good for over a year. */
  rotating: RotatingSigner
  /** Where this server is for people and links. */
  publicUrl: string
  /** Where the partner portal lives: links in letters begin with it. */
  portalUrl: string
  /** What the operator sets and single domains ask. */
  settings: Settings
  /** Tells every node when the transaction commits; a command's caller is answered after this node has heard it. */
  announce(channel: Channel, payload: string): Promise<void>
  /** Resolves when this node hears that payload. */
  hears(channel: Channel, payload: string): Promise<void>
}

/** Signs texts, each for one purpose, by the newest of several keys, and checks what any of them has signed. */
export type RotatingSigner = {
  /** URL-safe, 25 characters. */
  sign(purpose: string, text: string): string
  check(purpose: string, text: string, signature: string): Promise<boolean>
}

/** What nodes tell each other: what changed of what they keep in memory, and which background job has work. */
export type Channel = 'api_key_changed' | 'job_wanted' | 'link_changed' | 'campaign_changed' | 'signing_key_changed'
