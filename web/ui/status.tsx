import { Badge } from '@mantine/core'

export type Tone = 'good' | 'waiting' | 'bad' | 'done' | 'quiet'

const colours: Record<Tone, string> = { good: 'teal', waiting: 'yellow', bad: 'red', done: 'blue', quiet: 'gray' }

/** How something stands, as a word; the colour only repeats it. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge color={colours[tone]} variant="light" radius="sm" tt="none" fw={550} className={`status-${tone}`}>
      {children}
    </Badge>
  )
}

/** `PARTNER_MANAGER` as people read it: Partner manager. */
export function wordsOf(code: string): string {
  const words = code.replaceAll(/[_-]+/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
