import { affiliate } from './affiliate/fr.ts'
import { company } from './company/fr.ts'
import { general } from './general/fr.ts'
import { leads } from './leads/fr.ts'
import { money } from './money/fr.ts'

export const pages = { ...general, ...affiliate, ...money, ...leads, ...company }
