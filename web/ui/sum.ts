/** The exact sum of decimal strings of one currency, in their own scale: never by floats. */
export function sumOf(values: readonly string[]): string {
  const scale = Math.max(0, ...values.map((value) => fractionOf(value).length))
  return inScale(
    values.reduce((sum, value) => sum + minorOf(value, scale), 0n),
    scale,
  )
}

const fractionOf = (value: string) => value.split('.')[1] ?? ''

const minorOf = (value: string, scale: number) =>
  BigInt((value.split('.')[0] ?? '') + fractionOf(value).padEnd(scale, '0'))

function inScale(minor: bigint, scale: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${minor < 0n ? '-' : ''}${whole}${scale ? `.${digits.slice(-scale)}` : ''}`
}
