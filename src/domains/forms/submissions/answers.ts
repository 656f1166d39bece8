import { z } from 'zod'

const mostKeys = 200

/** Answers by field id. */
export const AnswersInput = z
  .record(z.string(), z.unknown())
  .superRefine((sent, issues) => {
    if (Object.keys(sent).length <= mostKeys) return
    const message = `At most ${mostKeys} fields allowed.`
    issues.issues.push({ code: 'too_big', origin: 'object', maximum: mostKeys, message, input: sent })
  })
  .meta({ maxProperties: mostKeys, description: 'By field id; an id that the form does not have is ignored.' })
