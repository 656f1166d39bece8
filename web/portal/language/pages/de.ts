import { affiliate } from './affiliate/de.ts'
import { company } from './company/de.ts'
import { general } from './general/de.ts'
import { leads } from './leads/de.ts'
import { money } from './money/de.ts'

export const pages = { ...general, ...affiliate, ...money, ...leads, ...company }
