import { z } from 'zod'

const dateTime =
  /^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|(?:02)-(?:0[1-9]|1\d|2[0-8])))T(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z))$/

/** A date and time as it leaves: ISO 8601, UTC, milliseconds and `Z`. */
export const DateTime = z
  .string()
  .regex(dateTime)
  .meta({ format: 'date-time', examples: ['2026-05-08T12:00:00.000Z'] })

const isReal = (text: string) => !Number.isNaN(Date.parse(text)) && dateTime.test(text)

const moment = (endOfDay: boolean) =>
  z
    .string()
    .transform((text) =>
      /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T${endOfDay ? '23:59:59.000' : '00:00:00.000'}Z` : text,
    )
    .refine(isReal, 'Write a date as 2026-04-05 or a time in UTC as 2026-04-05T09:00:00.000Z.')
    .transform((text) => new Date(text))

const dateOrTime = [{ format: 'date' }, { format: 'date-time' }]

/** A date or a UTC date and time as it comes in; a bare date means its first second. */
export const Start = moment(false).meta({ anyOf: dateOrTime, examples: ['2026-04-05'] })
/** A date or a UTC date and time as it comes in; a bare date means its last second. */
export const End = moment(true).meta({ anyOf: dateOrTime, examples: ['2026-04-05'] })

/** The calendar day of a moment, UTC: `2026-04-05`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)
