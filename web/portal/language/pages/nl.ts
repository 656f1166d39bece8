import { affiliate } from './affiliate/nl.ts'
import { company } from './company/nl.ts'
import { general } from './general/nl.ts'
import { leads } from './leads/nl.ts'
import { money } from './money/nl.ts'

export const pages = { ...general, ...affiliate, ...money, ...leads, ...company }
