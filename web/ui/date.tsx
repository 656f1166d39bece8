import { Text } from '@mantine/core'

type Style = 'date' | 'time'

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  date: { dateStyle: 'medium' },
  time: { dateStyle: 'medium', timeStyle: 'short' },
}

/** A moment in the words of a language; a bare day (`2026-03-31`) is the same day everywhere. */
export function dateText(moment: string, style: Style = 'date', language?: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(moment)
  return new Intl.DateTimeFormat(language, { ...styles[style], ...(isDay ? { timeZone: 'UTC' } : {}) }).format(
    new Date(moment),
  )
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

function agoText(moment: string, language?: string): string {
  const seconds = (new Date(moment).getTime() - Date.now()) / 1000
  const [unit, length] = steps.find(([, step]) => Math.abs(seconds) >= step) ?? ['minute', 60]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit)
}

type Shown = { at: string | null | undefined; style?: Style; language?: string }

/** A moment, or a dash where there is none. */
export function DateText({ at, style = 'date', language }: Shown) {
  if (!at) return <Nothing />
  return (
    <Text span inherit component="time" dateTime={at} style={{ whiteSpace: 'nowrap' }}>
      {dateText(at, style, language)}
    </Text>
  )
}

/** How long ago, with the moment itself for whoever points at it. */
export function Ago({ at, language }: Shown) {
  if (!at) return <Nothing />
  return (
    <Text
      span
      inherit
      component="time"
      dateTime={at}
      title={dateText(at, 'time', language)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {agoText(at, language)}
    </Text>
  )
}

/** Where there is no value. */
export function Nothing() {
  return (
    <Text span inherit c="dimmed" aria-label="none" data-nothing>
      –
    </Text>
  )
}
