import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { catalogue } from './catalogue.ts'
import { reorder } from './order.ts'

const note = (max: number) =>
  text(0, max)
    .transform((sent) => sent || null)
    .nullable()

const description = {
  column: 'description',
  input: note(2000).meta({ description: 'For the team; null for none.' }),
  output: z.string().nullable(),
  example: 'Partners with ten deals a year',
  initial: null,
}
const rank = {
  column: 'rank',
  output: z.int(),
  input: z.int().min(-1_000_000).max(1_000_000).meta({ description: 'Order among the others, ascending.' }),
  example: 10,
  initial: 0,
}

export const tiers = catalogue({
  table: 'tier',
  nouns: 'tiers',
  one: 'a tier',
  many: 'tiers',
  schema: 'Tier',
  prefix: 'tier',
  notFound: refusal('not_found', 'TIER_NOT_FOUND', 'No tier has this id.'),
  about: 'The standings that a partner can have, newest first; `rank` is their order.',
  fields: { description, rank },
})

export const phases = catalogue({
  table: 'phase',
  nouns: 'phases',
  one: 'a phase',
  many: 'phases',
  schema: 'Phase',
  prefix: 'phase',
  notFound: refusal('not_found', 'PHASE_NOT_FOUND', 'No phase has this id.'),
  about: 'The places in a partner’s life cycle, newest first; `rank` is their order.',
  fields: { description, rank },
})

export const reorderTiers = reorder({
  table: 'tier',
  nouns: 'tiers',
  schema: 'Tier',
  exampleId: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31',
})

export const reorderPhases = reorder({
  table: 'phase',
  nouns: 'phases',
  schema: 'Phase',
  exampleId: 'phase_01KH0VS1E0PAXJFYQ6DVG8KF31',
})

export const experienceTemplateNotFound = refusal(
  'not_found',
  'EXPERIENCE_TEMPLATE_NOT_FOUND',
  'No experience template has this id.',
)

export const experienceTemplates = catalogue({
  table: 'experience_template',
  nouns: 'experience-templates',
  one: 'an experience template',
  many: 'experience templates',
  schema: 'ExperienceTemplate',
  prefix: 'exp',
  notFound: experienceTemplateNotFound,
  about: 'What a partner’s portal shows and how it looks, newest first.',
  fields: {
    description,
    logoUrl: {
      column: 'logo_url',
      output: z.string().nullable(),
      input: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .nullable()
        .meta({
          description:
            'Address of the logo elsewhere; null for none. The portal asks no other host: it shows the uploaded one.',
        }),
      example: 'https://vendor.example.com/logo.svg',
      initial: null,
    },
    logoPath: {
      column: 'logo_path',
      output: z.string().nullable().meta({
        description: 'Where this server serves the uploaded logo, which the portal shows; null where there is none.',
      }),
      example: null,
      initial: null,
    },
    accentColour: {
      column: 'accent_colour',
      output: z.string().nullable(),
      input: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, 'Write a colour as #1a2b3c.')
        .nullable()
        .meta({ description: 'As `#1a2b3c`; null for the default.' }),
      example: '#1a6b4f',
      initial: null,
    },
    welcomeText: {
      column: 'welcome_text',
      input: note(2000).meta({ description: 'Greets the visitor; null for none.' }),
      output: z.string().nullable(),
      example: 'Welcome',
      initial: null,
    },
  },
})
