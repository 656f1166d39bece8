declare module 'pg/lib/utils.js' {
  /** How the driver writes a value that a statement is given. */
  export function prepareValue(value: unknown): string | Buffer | null
}
