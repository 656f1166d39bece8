/**
 * JSON text that PostgreSQL has shaped already, as a value of type T.
 *
 * It travels to the answer as it is; nothing parses it on the way.
 */
export class Json<T> {
  readonly text: string
  declare readonly shape: T

  constructor(text: string) {
    this.text = text
  }

  parse(): T {
    return JSON.parse(this.text) as T
  }
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type JsonObject = { [key: string]: JsonValue }

export function jsonText(value: unknown): string {
  return value instanceof Json ? value.text : JSON.stringify(value)
}

/** The same text for JSON that is equal but for the order of keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
