import { Badge } from '@mantine/core'

export type Tone = 'good' | 'waiting' | 'bad' | 'done' | 'quiet'

/** How something stands, as a word; the colour only repeats it. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge variant="light" radius="sm" tt="none" fw={600} className={`status status-${tone}`}>
      {children}
    </Badge>
  )
}

/** `PARTNER_MANAGER` as people read it: Partner manager. */
export function wordsOf(code: string): string {
  const words = code.replaceAll(/[_-]+/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
