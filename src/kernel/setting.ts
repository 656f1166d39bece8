/** Something that the operator sets and a verb of one domain asks; that domain names it, and the start says its value. */
export type Setting<T> = { name: string; sets(value: T): Said }

type Said = { setting: object; value: unknown }

/** What the start has said of each. */
export type Settings = { of<T>(setting: Setting<T>): T }

export function setting<T>(name: string): Setting<T> {
  const self: Setting<T> = { name, sets: (value) => ({ setting: self, value }) }
  return self
}

export function settingsOf(...said: Said[]): Settings {
  const values = new Map(said.map(({ setting, value }) => [setting, value]))
  return {
    of<T>(asked: Setting<T>) {
      if (!values.has(asked)) throw new Error(`The start does not say: ${asked.name}`)
      // A value comes in by `sets` of the very setting that it is kept under.
      return values.get(asked) as T
    },
  }
}
