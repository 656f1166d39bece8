import { affiliate } from './affiliate/es.ts'
import { company } from './company/es.ts'
import { general } from './general/es.ts'
import { leads } from './leads/es.ts'
import { money } from './money/es.ts'

export const pages = { ...general, ...affiliate, ...money, ...leads, ...company }
