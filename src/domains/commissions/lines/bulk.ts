import { z } from 'zod'
import { partnerNotFound } from '#/domains/partners/index.ts'
import { invalid, type Issue } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { issuesOf } from '#/platform/issues.ts'
import { checkAmounts, exampleLine, type LineInput, newLineInput, toNewLine } from './create.ts'
import { createLines, type Fate } from './create-many.ts'
import { CommissionLine, shownExample, toLine } from './line.ts'

const Line = z.strictObject(newLineInput).superRefine(checkAmounts)
const { $schema: _dialect, ...lineSchema } = z.toJSONSchema(Line, { io: 'input', unrepresentable: 'any' })

type Read = { line: LineInput } | { faults: z.core.$ZodIssue[] }

/** A line of the body on its own: one that is not valid is kept with its faults, for the others may be wanted all the same. */
const AnyLine = z
  .unknown()
  .transform((given): Read => {
    const { data, error } = Line.safeParse(given)
    return error ? { faults: error.issues } : { line: data }
  })
  .meta(lineSchema)

const count = z.int().nonnegative()
const statuses = ['CREATED', 'EXISTING', 'REFUSED'] as const

const exampleRefusal = {
  index: 1,
  status: 'REFUSED',
  line: null,
  error: {
    code: 'VALIDATION_ERROR',
    message: 'The request is not valid: lines.1.amount: An amount must not be zero.',
    details: [{ path: ['lines', 1, 'amount'], message: 'An amount must not be zero.', code: 'custom' }],
  },
}

const BulkResult = z
  .strictObject({
    created: count,
    existing: count,
    refused: count,
    items: z.array(
      z.strictObject({
        index: count.meta({ description: 'Its place in `lines`, from 0.' }),
        status: z.enum(statuses),
        line: CommissionLine.nullable(),
        error: z
          .strictObject({
            code: z.string(),
            message: z.string(),
            details: z.array(
              z.strictObject({
                path: z.array(z.union([z.string(), z.int()])),
                message: z.string(),
                code: z.string(),
              }),
            ),
          })
          .nullable(),
      }),
    ),
  })
  .meta({
    id: 'CommissionLinesBulk',
    examples: [
      {
        created: 1,
        existing: 0,
        refused: 1,
        items: [{ index: 0, status: 'CREATED', line: shownExample, error: null }, exampleRefusal],
      },
    ],
  })

export const createLinesInBulk = command({
  name: 'commission-lines.bulk',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  summary: 'Create many commission lines',
  description:
    'As many as 1,000 in one transaction, each as it would be created alone, in the pool. A line whose `idempotencyKey` is there already, or stands twice in the body, is EXISTING and untouched. `ALL_OR_NOTHING`: one line that is refused refuses all, and every fault is told with its path. `EACH`: the others are kept. 201 when a line was made, else 200.',
  input: z
    .strictObject({
      mode: z.enum(['ALL_OR_NOTHING', 'EACH']).default('ALL_OR_NOTHING'),
      lines: z.array(AnyLine).min(1).max(1000),
    })
    .superRefine(({ mode, lines }, context) => {
      if (mode === 'EACH') return
      const faults = lines.flatMap((one, index) => ('faults' in one ? inPlace(index, one.faults) : []))
      for (const fault of faults) context.issues.push({ ...fault, input: undefined })
    }),
  output: BulkResult,
  example: { mode: 'EACH', lines: [exampleLine, { ...exampleLine, amount: '0', idempotencyKey: 'bonus-2026-05' }] },
  async run(ctx, { mode, lines }) {
    const valid = lines.flatMap((one) => ('line' in one ? toNewLine(one.line) : []))
    const fates = (await createLines(ctx, valid)).values()
    const items = lines.map((one, index) =>
      'line' in one ? itemOf(index, fates.next().value) : refused(index, issuesOf(new z.ZodError(one.faults))),
    )
    const faults = items.flatMap(({ error }) => error?.details ?? [])
    if (mode === 'ALL_OR_NOTHING' && faults.length) throw invalid(faults)
    const output = { ...countsOf(items), items }
    return { output, isNew: output.created > 0, changes: { recordedInStatement: true } }
  },
})

type Item = z.output<typeof BulkResult>['items'][number]

function itemOf(index: number, fate: Fate | undefined): Item {
  if (!fate) throw new RangeError('Every line has a fate.')
  if (fate.status === 'REFUSED') return refused(index, [fate.issue])
  return { index, status: fate.status, line: toLine(fate.row), error: null }
}

function refused(index: number, issues: Issue[]): Item {
  const { code, message, details } = refusalOf(inPlace(index, issues))
  return { index, status: 'REFUSED', line: null, error: { code, message, details } }
}

/** As creating the line alone refuses it, with the paths of this body. */
function refusalOf(issues: Issue[]) {
  const { code, message } = issues.some((issue) => issue.code === 'unknown_reference')
    ? partnerNotFound()
    : invalid(issues)
  return {
    code,
    message,
    details: issues.map(({ path, message: why, code: kind }) => ({ path, message: why, code: kind })),
  }
}

const inPlace = <I extends { path: PropertyKey[] }>(index: number, issues: I[]): I[] =>
  issues.map((issue) => ({ ...issue, path: ['lines', index, ...issue.path] }))

const countsOf = (items: Item[]) => {
  const counted = (status: Item['status']) => items.filter((item) => item.status === status).length
  return { created: counted('CREATED'), existing: counted('EXISTING'), refused: counted('REFUSED') }
}
