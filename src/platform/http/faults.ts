import type { Facts, Kind } from '#/kernel/error.ts'
import { DomainError } from '#/kernel/error.ts'
import { isUnavailable } from '../database/failure.ts'
import type { Fault } from './contract.ts'

export const statusOf: Record<Kind, number> = {
  invalid: 422,
  incomplete: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  precondition: 412,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  unexpected: 500,
}

const unavailableRetrySeconds = 5

export const unavailable = (cause: unknown) =>
  new DomainError(
    'unavailable',
    'SERVICE_UNAVAILABLE',
    'The database cannot serve this now, and nothing was changed unless a repeat of your request says so. Try again shortly.',
    { cause, retryAfterSeconds: unavailableRetrySeconds },
  )

const unexpected = (cause: unknown) =>
  new DomainError(
    'unexpected',
    'INTERNAL_ERROR',
    'Something went wrong on our side. The request id helps to find it.',
    { cause },
  )

/** Whatever was thrown, as a refusal: a bug becomes a 500 that says nothing of its cause. */
export function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  if (isUnavailable(error)) return unavailable(error)
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge()
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return invalidBody('The body is not as long as Content-Length says.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return invalidBody('Send the body as application/json.', 'custom')
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return noSuchRoute()
  return unexpected(error)
}

export const tooLarge = () =>
  new DomainError('too_large', 'PAYLOAD_TOO_LARGE', 'The body is larger than this server accepts.')

export const invalidBody = (
  message: string,
  code = 'malformed_json',
  facts: Facts = { body: 'malformed', offset: 0 },
) =>
  new DomainError('invalid', 'VALIDATION_ERROR', `The request is not valid: ${message}`, {
    details: [{ path: [], message, code, facts }],
  })

export const faultOf = (error: DomainError): Fault => ({
  status: statusOf[error.kind],
  code: error.code,
  message: error.message,
  details: error.details,
})

export const noSuchMethod = (methods: Iterable<string>) =>
  new DomainError('method_not_allowed', 'METHOD_NOT_ALLOWED', `This address answers ${[...methods].join(', ')}.`)

export const noSuchRoute = () => new DomainError('not_found', 'NOT_FOUND', 'There is nothing at this address.')
