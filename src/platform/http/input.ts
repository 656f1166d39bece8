import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalid, type Issue } from '#/kernel/error.ts'
import type { Verb } from '#/kernel/verb.ts'
import { issuesOf } from '../issues.ts'
import type { Asked, Contract, Method, RouteOptions } from './contract.ts'
import { invalidBody } from './faults.ts'
import { offsetOfFault } from './json-fault.ts'

type Bag = Record<string, unknown>

declare module 'fastify' {
  interface FastifyRequest {
    asked: Asked | null
  }
}

type Manner = { contract: Contract; verb: Verb; method: Method; options: RouteOptions; bodyExpected: boolean }

/** All that a verb is given: path, headers, then the query (reads) or the body (changes). A key may come from one place only. */
export function inputOf(request: FastifyRequest, manner: Manner): Bag {
  const { contract, verb, method, options } = manner
  const path = searchable(request.params as Bag)
  const headers = headersOf(request, contract)
  const query = request.query as Bag
  const readsQuery = method === 'GET' || method === 'DELETE' || options.takesFile === true
  const placeOf: Asked['placeOf'] = (key) =>
    key in path ? 'path' : key in contract.headerInputs ? 'header' : readsQuery ? 'query' : 'body'
  request.asked = { hasSecret: true, given: { ...headers, ...path }, placeOf }
  const sent = readsQuery ? query : bodyOf(request, manner.bodyExpected)
  const given = contract.refusesStrangers ? sent : knownOf(sent, verb, readsQuery)
  const input = { ...without(given, Object.keys(contract.headerInputs)), ...headers, ...path }
  request.asked = { hasSecret: true, given: input, placeOf }
  if (contract.refusesStrangers)
    refuseStrangers(given, options.takesFile ? { ...path, file: true } : path, readsQuery ? {} : query)
  const broken = readsQuery || hasEscapes(request.body) ? brokenTexts(given, []) : []
  if (broken.length) throw invalid(contract.refusesStrangers ? broken : besideOthers(broken, verb, input))
  return input
}

/** The keys that a verb knows; one that it takes once and a query repeats counts by its last value. */
function knownOf(given: Bag, { input }: Verb, isQuery: boolean): Bag {
  if (!(input instanceof z.ZodObject)) return given
  const { shape } = input as z.ZodObject
  const once = (key: string, value: unknown) =>
    isQuery && Array.isArray(value) && !z.safeParse(shape[key] ?? z.never(), value).success ? value.at(-1) : value
  const known: Bag = {}
  for (const [key, value] of Object.entries(given)) if (Object.hasOwn(shape, key)) known[key] = once(key, value)
  return known
}

/** Broken text together with what else is wrong: one fault for each place. */
function besideOthers(broken: Issue[], { input: schema }: Verb, input: Bag): Issue[] {
  const { error } = schema.safeParse(input)
  const others = error ? issuesOf(error) : []
  const places = new Set(others.map(({ path }) => path.join('\0')))
  return [...others, ...broken.filter(({ path }) => !places.has(path.join('\0')))]
}

/** What comes in a header comes from nowhere else: of the same name in a body it is a key that nobody knows. */
const without = (given: Bag, keys: string[]): Bag =>
  keys.some((key) => key in given)
    ? Object.fromEntries(Object.entries(given).filter(([key]) => !keys.includes(key)))
    : given

function headersOf(request: FastifyRequest, { headerInputs }: Contract): Bag {
  const given: Bag = {}
  for (const [input, header] of Object.entries(headerInputs)) {
    const value = request.headers[header]
    if (value) given[input] = value
  }
  return given
}

function refuseStrangers(given: Bag, path: Bag, query: Bag): void {
  const strangers = [...stray(given, path), ...Object.keys(query)]
  if (strangers.length) throw invalid(strangers.map(unknownKey))
}

const stray = (given: Bag, path: Bag) => Object.keys(path).filter((key) => Object.hasOwn(given, key))
const unknownKey = (key: string): Issue => ({
  path: [key],
  message: 'No field or parameter has this name here.',
  code: 'unrecognized_keys',
})

/** An id of any shape is looked up; one that PostgreSQL cannot hold is looked up as one that nothing has. */
function searchable(path: Bag): Bag {
  const ids: Bag = {}
  for (const [key, value] of Object.entries(path)) ids[key] = String(value).replaceAll('\0', '\uFFFD').toWellFormed()
  return ids
}

export function bodyOf(request: FastifyRequest, expected: boolean): Bag {
  const raw = request.body
  if (request.headers['content-type']?.startsWith('multipart/'))
    throw invalidBody('Send the body as application/json.', 'custom', { body: 'no_object' })
  if (!Buffer.isBuffer(raw) || raw.length === 0) {
    if (!expected) return {}
    throw invalidBody('Send a JSON object as the body, {} where there is nothing to say.', 'invalid_type', {
      body: 'missing',
    })
  }
  if (!isJson(request.headers['content-type']))
    throw invalidBody('Send the body as application/json.', 'custom', { body: 'no_object' })
  const body = parsed(raw)
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw invalidBody('The body is to be a JSON object.', 'invalid_type', { body: 'no_object' })
  }
  return body as Bag
}

const isJson = (type: string | undefined) => /^application\/json\s*(;|$)/i.test(type ?? '')

function parsed(raw: Buffer): unknown {
  if (!isUtf8(raw)) throw invalidBody('The body is not UTF-8.')
  const text = raw.toString()
  if (isTooDeep(text)) throw invalidBody(`The body is nested more than ${deepest} levels deep.`, 'custom')
  return parsedText(text)
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidBody('The body is not JSON.', undefined, { body: 'malformed', offset: offsetOfFault(text) })
  }
}

const deepest = 64

/** Counts brackets outside strings, so that no later step can run out of stack. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit === 34) isInString = !isInString
    else if (isInString) i += unit === 92 ? 1 : 0
    else if (unit === 91 || unit === 123) depth += 1
    else if (unit === 93 || unit === 125) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

/** Only an escape can bring in what is no text: a body that is not UTF-8 is refused before. */
const hasEscapes = (body: unknown) => Buffer.isBuffer(body) && body.includes('\\u')

const isBroken = (text: string) => text.includes('\0') || !text.isWellFormed()

function brokenTexts(value: unknown, path: (string | number)[]): Issue[] {
  if (typeof value === 'string') {
    return isBroken(value) ? [{ path, message: 'The text holds U+0000 or half a character.', code: 'custom' }] : []
  }
  if (Array.isArray(value)) return value.flatMap((inner, index) => brokenTexts(inner, [...path, index]))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isBroken(key) ? brokenTexts(key, path) : []),
    ...brokenTexts(inner, [...path, key]),
  ])
}
