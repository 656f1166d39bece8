import { z } from 'zod'
import { text } from '#/kernel/text.ts'

/** A fault in Pydantic's own words, where Zod's would not lead to them. */
function fault(type: string, msg: string, ctx?: Record<string, unknown>) {
  return { code: 'custom' as const, message: msg, params: { type, msg, ...(ctx && { ctx }) } }
}

export const valueError = (error: string) => fault('value_error', `Value error, ${error}`, { error })

/** A text that may be null; what is empty after trimming is stored as null. */
export function nullableText(max: number) {
  return text(0, max)
    .transform((value) => value || null)
    .nullable()
    .meta({ type: ['string', 'null'], maxLength: max })
}

const longestEmail = 320

/** An e-mail address: trimmed, one `@`; `hasDomain` also asks for a dot in what stands behind it. */
export function email({ hasDomain }: { hasDomain: boolean }) {
  const pattern = hasDomain ? /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/ : /^[^@]+@[^@]+$/
  // One fault at most: what is no address is not also too short or too long.
  const measured = hasDomain ? z.string().trim() : text(1, longestEmail)
  return measured
    .superRefine((value, ctx) => {
      const isRight = hasDomain
        ? pattern.test(value) && [...value].length <= longestEmail
        : !value || pattern.test(value)
      if (!isRight) ctx.addIssue({ ...(hasDomain ? noDomain : noAt), input: value })
    })
    .meta({ format: 'email', examples: ['kim@vendor.example.com'] })
}

const reason = `An email address must have one @-sign, a domain with a dot and at most ${longestEmail} characters.`
const noDomain = fault('value_error', `value is not a valid email address: ${reason}`, { reason })
const noAt = valueError('an e-mail address has exactly one @, with something on each side')

/** A whole number in a query. */
export function queryInteger({ min, max, fallback }: { min: number; max?: number; fallback: number }) {
  return z
    .string()
    .optional()
    .transform((value, ctx) => {
      if (value === undefined) return fallback
      if (!/^[+-]?\d+$/.test(value.trim())) {
        const msg = 'Input should be a valid integer, unable to parse string as an integer'
        ctx.addIssue({ ...fault('int_parsing', msg), input: value })
        return z.NEVER
      }
      const number = Number(value)
      const broken =
        number < min
          ? fault('greater_than_equal', `Input should be greater than or equal to ${min}`, { ge: min })
          : max !== undefined && number > max
            ? fault('less_than_equal', `Input should be less than or equal to ${max}`, { le: max })
            : undefined
      if (broken) ctx.addIssue({ ...broken, input: value })
      return broken ? z.NEVER : Math.min(number, Number.MAX_SAFE_INTEGER)
    })
    .meta({ type: 'integer', minimum: min, ...(max !== undefined && { maximum: max }), 'x-default': fallback })
}

/** `true` or `false` in a query. */
export const queryBoolean = z
  .string()
  .optional()
  .transform((value, ctx) => {
    if (value === undefined || value === 'false') return false
    if (value === 'true') return true
    ctx.addIssue({
      ...fault('bool_parsing', 'Input should be a valid boolean, unable to interpret input'),
      input: value,
    })
    return z.NEVER
  })
  .meta({ type: 'boolean', 'x-default': false })

/** A calendar day, `2026-07-01`. */
export const day = z
  .string()
  .superRefine((value, ctx) => {
    const time = Date.parse(`${value}T00:00:00Z`)
    if (
      /^(?!0000)\d{4}-\d\d-\d\d$/.test(value) &&
      !Number.isNaN(time) &&
      new Date(time).toISOString().startsWith(value)
    )
      return
    const error = 'input is not a day written as 2026-07-01'
    const msg = `Input should be a valid date or datetime, ${error}`
    ctx.addIssue({ ...fault('date_from_datetime_parsing', msg, { error }), input: value })
  })
  .meta({ format: 'date', examples: ['2026-07-01'] })

/** A part of a name to look for; empty is no filter. */
export const search = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined)
  .meta({ type: 'string', description: 'Part of the name, whatever its case.' })
