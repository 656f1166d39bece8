import { z } from 'zod'
import { countries } from '#/kernel/country.ts'

/** A country: the codes of ISO 3166-1 alpha-2, `XK`, and `ZZ_EU` for the European Union. */
export const CountryCode = z.enum([...countries, 'XK', 'ZZ_EU']).meta({ id: 'CountryCodeEnum', examples: ['US'] })
