import { DateText } from '../../ui/date.tsx'

/** A moment that somebody may have given as a day: then it is that day, wherever one reads it. */
export function Moment({ at }: { at: string }) {
  return at.endsWith('T00:00:00.000Z') ? <DateText at={at.slice(0, 10)} /> : <DateText at={at} style="time" />
}
