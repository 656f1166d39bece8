import { z } from 'zod'
import { Json, jsonText } from '#/kernel/json.ts'
import type { Verb } from '#/kernel/verb.ts'
import type { Performed } from '../perform.ts'

/** Fails when what a verb gave is not in the shape that its schema promises. */
export function proveAnswer(verb: Verb, { output }: Performed): void {
  if (output === undefined) return
  const plain: unknown = JSON.parse(jsonText(output), undefined)
  const value = isPageOfJson(output)
    ? { ...output, data: output.data.map((row) => (row instanceof Json ? row.parse() : row)) }
    : plain
  const result = verb.output.safeParse(value)
  if (!result.success) throw new Error(`${verb.name} answered out of shape: ${z.prettifyError(result.error)}`)
}

const isPageOfJson = (output: unknown): output is { data: unknown[] } =>
  output !== null && typeof output === 'object' && 'data' in output && Array.isArray(output.data)
