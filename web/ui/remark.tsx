import { Group, Paper, Text } from '@mantine/core'
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type Tone = 'good' | 'waiting' | 'bad' | 'quiet'

const looks = {
  good: { icon: CircleCheck, colour: 'var(--mantine-color-teal-6)' },
  waiting: { icon: TriangleAlert, colour: 'var(--mantine-color-yellow-6)' },
  bad: { icon: CircleX, colour: 'var(--mantine-color-red-6)' },
  quiet: { icon: Info, colour: 'var(--mantine-color-gray-5)' },
}

/** Something that one should know of a page. Only its edge and its icon have a colour, so that its words keep their contrast. */
export function Remark({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) {
  const { icon: Icon, colour } = looks[tone]
  return (
    <Paper withBorder p="md" radius="md" style={{ borderLeft: `4px solid ${colour}` }}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={20} color={colour} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{title}</Text>
          {children ? (
            <Text size="sm" component="div">
              {children}
            </Text>
          ) : null}
        </div>
      </Group>
    </Paper>
  )
}
