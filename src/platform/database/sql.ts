import { CompiledQuery, type Expression, RawNode, type RawNode as Node, ValueNode } from 'kysely'
import pg from 'pg'
import type { Database } from '#/kernel/context.ts'

/** A statement in its order: text, and the number of each value that stands between. */
type Parts = (string | number)[]

/** What was written last, by the pieces that the statement begins with. */
const written = new WeakMap<readonly string[], { parts: Parts; text: string }[]>()
const mostWritten = 4

const isEqual = (one: Parts, other: Parts) =>
  one.length === other.length && one.every((part, place) => part === other[place])

/**
 * A statement or a piece of one: text, and the values and pieces that stand between.
 *
 * It is read as Kysely's `sql` is, and written as text at once, where that builds a tree first: for the statements that
 * are asked so often that the tree is felt (decision 0010). A piece also stands in Kysely's own statements.
 */
export class Sql<Row = unknown> implements Expression<Row> {
  readonly #texts: readonly string[]
  readonly #between: readonly unknown[]

  constructor(texts: readonly string[], between: readonly unknown[] = []) {
    this.#texts = texts
    this.#between = between
  }

  async execute(db: Database): Promise<{ rows: Row[] }> {
    const parts: Parts = []
    const values: unknown[] = []
    this.#collect(parts, values)
    return await db.executeQuery<Row>(CompiledQuery.raw(this.#textOf(parts), values))
  }

  /** Equal parts are written once: what looks the text up then knows it at once. */
  #textOf(parts: Parts): string {
    let known = written.get(this.#texts)
    if (!known) written.set(this.#texts, (known = []))
    for (const one of known) if (isEqual(one.parts, parts)) return one.text
    const text = parts.map((part) => (typeof part === 'number' ? `$${part}` : part)).join('')
    if (known.length === mostWritten) known.pop()
    known.unshift({ parts, text })
    return text
  }

  #collect(parts: Parts, values: unknown[]): void {
    parts.push(this.#texts[0] ?? '')
    for (let i = 0; i < this.#between.length; i += 1) {
      const value = this.#between[i]
      if (value instanceof Sql) value.#collect(parts, values)
      else parts.push(values.push(bindable(value)))
      parts.push(this.#texts[i + 1] ?? '')
    }
  }

  get expressionType(): Row | undefined {
    return undefined
  }

  toOperationNode(): Node {
    const nodes = this.#between.map((value) =>
      value instanceof Sql ? value.toOperationNode() : ValueNode.create(bindable(value)),
    )
    return RawNode.create(this.#texts, nodes)
  }
}

/** A piece of Kysely's would be sent as a value. */
function bindable(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && 'toOperationNode' in value)
    throw new TypeError("A piece of Kysely's statement does not stand in this one.")
  return value
}

/** Begins a statement whose best plan depends on its values: it stays unnamed and is planned at each call. */
export const planEachTime = '/* plan each time */'

/** Values become parameters, pieces become part of the text. */
export function sql<Row = unknown>(texts: TemplateStringsArray, ...between: unknown[]): Sql<Row> {
  return new Sql<Row>(texts, between)
}

/** Text of our own as it stands. */
sql.raw = (text: string): Sql => new Sql([text])

/** A value as a literal, where PostgreSQL plans better when it knows it. */
sql.lit = (value: string | number | boolean): Sql =>
  new Sql([typeof value === 'string' ? pg.escapeLiteral(value) : String(value)])

sql.join = (pieces: readonly unknown[], separator: Sql = comma): Sql => {
  const [first, ...rest] = pieces
  if (!pieces.length) return new Sql([''])
  const between = [first, ...rest.flatMap((piece) => [separator, piece])]
  return new Sql(
    Array.from({ length: between.length + 1 }, () => ''),
    between,
  )
}
const comma = new Sql([', '])
