import type { z } from 'zod'
import type { Facts, Issue } from '#/kernel/error.ts'

/** Zod's issues in the words of an API: one for each unknown key, with the key in its path. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    if (issue.code !== 'unrecognized_keys')
      return [{ path, message: sentenceOf(issue), code: issue.code, facts: issue as Facts }]
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'No field or parameter has this name here.',
      code: issue.code,
    }))
  })
}

/** Zod speaks of what JavaScript received; a caller wants to know what to send. */
function sentenceOf({ code, message }: z.core.$ZodIssue): string {
  if (code !== 'invalid_type') return message
  if (message.endsWith('received undefined')) return 'This is required.'
  return message.replace(/^Invalid input: expected (\w+), received (\w+)$/, 'Expected $1, got $2.')
}
