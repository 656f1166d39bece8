import { affiliate } from './affiliate/en.ts'
import { company } from './company/en.ts'
import { general } from './general/en.ts'
import { leads } from './leads/en.ts'
import { money } from './money/en.ts'

export const pages = { ...general, ...affiliate, ...money, ...leads, ...company }
