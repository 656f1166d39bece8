import { DomainError, refusal } from '#/kernel/error.ts'
import { isUnavailable, isWorthRepeating } from '#/platform/database/failure.ts'

export const submissionFailed = refusal(
  'unexpected',
  'FORM_SUBMISSION_FAILED',
  'The submission could not be stored. Nothing was kept: it is safe to send it again.',
)

/** A fault that nobody expected, in the words of the forms' contract. What is refused, or passes at a repeat, stays what it is. */
export function refuseFailed(cause: unknown): never {
  if (cause instanceof DomainError || isUnavailable(cause) || isWorthRepeating(cause)) throw cause
  throw submissionFailed({ cause })
}
