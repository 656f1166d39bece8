import { isIP } from 'node:net'
import { z } from 'zod'

/** What settings may be, as texts of the environment. */
export const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'is to be a whole number').transform(Number).pipe(z.int().min(min).max(max))
export const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true')
export const url = z
  .url({ protocol: /^https?$/, error: 'is to be an http or https address' })
  .transform((value) => value.replace(/\/+$/, ''))
const isProxy = (proxy: string) => {
  const [address = '', bits, ...rest] = proxy.trim().split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(proxy.trim())) return true
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) > 0 && !rest.length && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}
export const trustProxy = z
  .string()
  .refine(
    (value) => ['true', 'false'].includes(value) || value.split(',').every(isProxy),
    'is to be true, false, or addresses and ranges with commas between',
  )
  .transform((value) => (value === 'true' ? true : value === 'false' ? false : value))
