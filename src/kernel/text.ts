import { z } from 'zod'

const codePoints = (text: string) => {
  let count = text.length
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00) count -= 1
  }
  return count
}

const size = (min: number, max: number) => (context: z.core.ParsePayload<string>) => {
  const length = codePoints(context.value)
  const bound = length < min ? ('too_small' as const) : length > max ? ('too_big' as const) : undefined
  if (bound === 'too_small') {
    context.issues.push({
      code: bound,
      origin: 'string',
      minimum: min,
      inclusive: true,
      input: context.value,
      message: `At least ${min} character${min === 1 ? '' : 's'} needed.`,
    })
  }
  if (bound === 'too_big') {
    context.issues.push({
      code: bound,
      origin: 'string',
      maximum: max,
      inclusive: true,
      input: context.value,
      message: `At most ${max} characters allowed.`,
    })
  }
}

/** A name, note or other text of people: trimmed at both ends, then measured in Unicode code points. */
export function text(min: number, max: number) {
  return z.string().trim().check(size(min, max)).meta({ minLength: min, maxLength: max })
}

/** For a text that may be left out: nothing but space is no text. */
export const emptyIsNull = (given: string | null | undefined): string | null => given || null

/** An id, key, token or password: taken as sent, and measured in Unicode code points. */
export function token(max = 255, min = 1) {
  return z.string().check(size(min, max)).meta({ minLength: min, maxLength: max })
}

const emailPattern = /^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/

/** An e-mail address: at most 320 characters, compared without regard to case. */
export const Email = z
  .string()
  .max(320)
  .regex(emailPattern, 'This is no e-mail address.')
  .meta({ format: 'email', examples: ['kim@vendor.example.com'] })

const longestId = 255

/** An id that refers to another record. One that is longer than any is looked up as its beginning, which nothing has either. */
export const Reference = z
  .string()
  .min(1)
  .transform((id) => id.slice(0, longestId))
