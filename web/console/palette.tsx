import '@mantine/spotlight/styles.css'
import { Kbd, UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Search } from 'lucide-react'
import { useEffect } from 'react'
import { areas } from './areas.ts'
import { useDoors } from './navigation.tsx'
import { holds, useProfile } from './session.ts'

/** Everything that can be reached or begun, by typing. */
export function Palette() {
  const navigate = useNavigate()
  const doors = useDoors()
  const { data } = useProfile()
  const deeds = areas.flatMap((area) => area.deeds ?? []).filter(({ may }) => holds(data, may))
  useKeyWays(doors.flatMap(({ keys, to }) => (keys ? [[keys, to] as const] : [])))
  useHotkeys([['/', () => spotlight.open()]])
  const actions = [
    {
      group: 'Go to',
      actions: doors.map(({ label, to, icon: Icon, keys }) => ({
        id: to,
        label,
        onClick: () => void navigate({ to }),
        leftSection: <Icon size={18} aria-hidden />,
        rightSection: keys ? <Kbd>{keys}</Kbd> : undefined,
      })),
    },
    {
      group: 'Do',
      actions: deeds.map(({ label, to }) => ({
        id: `do-${label}`,
        label,
        onClick: () => void navigate({ to }),
        leftSection: <Plus size={18} aria-hidden />,
      })),
    },
  ]
  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K']}
      nothingFound="Nothing has this name."
      searchProps={{
        leftSection: <Search size={18} aria-hidden />,
        placeholder: 'Where to, or what to do?',
        'aria-label': 'Where to, or what to do?',
      }}
      scrollable
      maxHeight={420}
    />
  )
}

export function PaletteButton() {
  return (
    <UnstyledButton onClick={spotlight.open} visibleFrom="xs" c="dimmed" fz="sm">
      Search or do <Kbd size="xs">Ctrl K</Kbd>
    </UnstyledButton>
  )
}

const typing = 'input, textarea, select, [contenteditable]'
const patienceMs = 900

/** `g p` leads to partners, and so on: two keys, one after the other, where nobody is typing. */
function useKeyWays(ways: (readonly [keys: string, to: string])[]): void {
  const navigate = useNavigate()
  useEffect(() => {
    let first = { key: '', at: 0 }
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element | null)?.closest(typing)) return
      const way = ways.find(([keys]) => keys === `${first.key} ${event.key}`)
      if (way && event.timeStamp - first.at < patienceMs) void navigate({ to: way[1] })
      first = { key: event.key, at: event.timeStamp }
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  })
}
