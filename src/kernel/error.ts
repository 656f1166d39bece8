/** What an expected refusal is about; the contract of a route turns it into a status and an envelope. */
export type Kind =
  | 'invalid'
  | 'incomplete'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'gone'
  | 'precondition'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'unexpected'

/** One fault of an input: where it is, what is wrong in a sentence, and a code for programs. */
export type Issue = {
  path: (string | number)[]
  message: string
  code: string
  /** What was expected, for a contract that says more than the sentence. */
  facts?: Facts
}

export type Facts = {
  expected?: string
  origin?: string
  minimum?: number
  maximum?: number
  values?: readonly unknown[]
  /** What is wrong with the body as a whole, and where it stopped being JSON. */
  body?: 'missing' | 'malformed' | 'no_object'
  offset?: number
  /** The fault in the words of one contract, as its schemas give it. */
  params?: Record<string, unknown>
}

type Extra = { details?: unknown; retryAfterSeconds?: number; cause?: unknown }

/** An expected refusal. Everything else that is thrown is a bug, answered as 500 and never shown. */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly kind: Kind
  readonly code: string
  readonly details: unknown
  readonly retryAfterSeconds: number | undefined

  constructor(kind: Kind, code: string, message: string, extra: Extra = {}) {
    super(message, { cause: extra.cause })
    this.kind = kind
    this.code = code
    this.details = extra.details
    this.retryAfterSeconds = extra.retryAfterSeconds
  }
}

/** A refusal that a verb can name in advance, so that the API description lists it. Calling it makes the error. */
export type Refusal = ((extra?: Extra) => DomainError) & { kind: Kind; code: string; message: string }

export function refusal(kind: Kind, code: string, message: string): Refusal {
  return Object.assign((extra?: Extra) => new DomainError(kind, code, message, extra), { kind, code, message })
}

export const validationError = 'VALIDATION_ERROR'

/** The input is not valid. The message repeats the first issue, so that a reader of logs need not open the details. */
export function invalid(issues: Issue[]): DomainError {
  const [first] = issues
  const where = first?.path.length ? `${first.path.join('.')}: ` : ''
  const message = `The request is not valid: ${where}${first?.message ?? 'see details.'}`
  return new DomainError('invalid', validationError, message, { details: issues })
}

export function invalidField(field: string, code: string, message: string): DomainError {
  return invalid([{ path: [field], message, code }])
}

export const forbidden = refusal('forbidden', 'FORBIDDEN', 'This key does not allow that.')
export const preconditionFailed = refusal(
  'precondition',
  'PRECONDITION_FAILED',
  'The resource has changed since you read it. Read it again and repeat the change on what you find.',
)
export const inUse = refusal('conflict', 'IN_USE', 'Other records still refer to this one. Change them first.')
