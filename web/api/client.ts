import type { Operations } from './schema.ts'

export type { Schemas } from './schema.ts'

/** What is wrong with one field, as the API says it. */
export type FieldFault = { path: (string | number)[]; message: string; code: string }

/** A refusal of the API, or a request that never got there (status 0). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }

  /** The faults of single fields; none where the whole was refused. */
  get fields(): FieldFault[] {
    return Array.isArray(this.details) ? (this.details as FieldFault[]) : []
  }
}

type Empty<T> = keyof T extends never ? true : false
type Part<K extends string, T> = undefined extends T
  ? { [key in K]?: undefined }
  : Empty<T> extends true
    ? { [key in K]?: undefined }
    : Partial<T> extends T
      ? { [key in K]?: T }
      : { [key in K]: T }

export type Operation = keyof Operations
export type Given<K extends Operation> = Part<'path', Operations[K]['path']> &
  Part<'query', Operations[K]['query']> &
  Part<'body', Operations[K]['body']> & { signal?: AbortSignal; headers?: Record<string, string> }
export type Answer<K extends Operation> = Operations[K]['answer']

type Needs<K extends Operation> = Record<never, never> extends Given<K> ? [given?: Given<K>] : [given: Given<K>]

/** Asks the API; the session's cookie says who asks. Throws an `ApiError` for whatever is not done. */
export async function call<K extends Operation>(operation: K, ...[given]: Needs<K>): Promise<Answer<K>> {
  const { path = {}, query = {}, body, signal, headers = {} } = (given ?? {}) as Loose
  const [method = 'GET', template = ''] = operation.split(' ')
  const address = template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(path[name])))
  const isForm = body instanceof FormData
  const request: RequestInit = { method, signal, headers: { ...headers } }
  if (body !== undefined && method !== 'GET') {
    request.body = isForm ? body : JSON.stringify(body)
    if (!isForm) request.headers = { 'content-type': 'application/json', ...headers }
  }
  const response = await fetch(`${address}${searchOf(query)}`, request).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'UNREACHABLE', 'The server cannot be reached. Check your connection, then try again.')
  })
  if (!response.ok) throw await refusalOf(response)
  return (await contentOf(response)) as Answer<K>
}

type Loose = {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
}

function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text && `?${text}`
}

async function contentOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  if (response.headers.get('content-type')?.startsWith('application/json')) return await response.json()
  return await response.blob()
}

type Fault = { error?: { code?: string; message?: string; details?: unknown } }

async function refusalOf(response: Response): Promise<ApiError> {
  const { error } = (await response.json().catch(() => ({}))) as Fault
  const message = error?.message ?? 'Something went wrong on our side. Try again shortly.'
  return new ApiError(response.status, error?.code ?? 'UNKNOWN', message, error?.details)
}
