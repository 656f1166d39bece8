import { Text, type TextProps } from '@mantine/core'

/** An amount as the API writes it: a decimal string, never a number of JavaScript's. */
export type Amount = { value: string; currency: string }

/** An amount in the words of a language. `Intl` takes decimal strings as they are, so that no digit is lost. */
export function moneyText({ value, currency }: Amount, language?: string): string {
  const digits = value.split('.')[1]?.length ?? 0
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(value as Intl.StringNumericLiteral)
}

/** One amount; what was taken back is red. */
export function Money({ value, currency, language, ...rest }: Amount & { language?: string } & TextProps) {
  const isNegative = value.startsWith('-')
  return (
    <Text
      span
      inherit
      className="tabular"
      style={{ whiteSpace: 'nowrap' }}
      c={isNegative ? 'var(--symbolon-negative)' : undefined}
      {...rest}
    >
      {moneyText({ value, currency }, language)}
    </Text>
  )
}
