import { z } from 'zod'

export const archiveFormat = 1

/** The place of a table's data in the archive. */
export const entryOf = (table: string) => `tables/${table}.copy`
export const manifestEntry = 'manifest.json'

// A bound is SQL that restore runs, so only what PostgreSQL itself prints for literals passes.
const literal = String.raw`(?:'(?:[^'\\]|'')*'|-?\d+(?:\.\d+)?|MINVALUE|MAXVALUE|NULL|true|false)`
const list = `\\(${literal}(?:, ${literal})*\\)`
const bound = new RegExp(
  `^(?:DEFAULT|FOR VALUES (?:FROM ${list} TO ${list}|IN ${list}|WITH \\(modulus \\d+, remainder \\d+\\)))$`,
)

const Table = z.object({
  name: z.string().min(1),
  /** In the order of the data; generated columns are left out. */
  columns: z.array(z.string()),
  /** The parts of a partitioned table, whose rows are in the table's own data. */
  partitions: z.array(z.object({ name: z.string().min(1), bound: z.string().regex(bound) })),
})
/** A table as the database describes it. */
export type Table = z.infer<typeof Table>

const ArchivedTable = Table.extend({
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** Of the entry's bytes. */
  sha256: z.string(),
  /** Of the rows in any order: see `Measure`. */
  rowSum: z.string(),
})
export type ArchivedTable = z.infer<typeof ArchivedTable>

/** What an archive says of itself. It is written last, so an archive without it was cut short. */
export const Manifest = z.object({
  format: z.literal(archiveFormat),
  /** The version of the product that wrote it. */
  version: z.string(),
  createdAt: z.string(),
  /** Those that had run, in their order. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(ArchivedTable),
})
export type Manifest = z.infer<typeof Manifest>
