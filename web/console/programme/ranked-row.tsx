import { ActionIcon, Anchor, Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, GripVertical, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { tellDone } from '../../ui/act.tsx'
import { create, type Kind, partnersText, remove, type Thing, useUsage } from './kinds.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { ThingDialog } from './thing-dialog.tsx'

type Props = {
  kind: Kind
  thing: Thing
  place: number
  count: number
  mayWrite: boolean
  move: (from: number, to: number) => void
  /** The place of the one that is being dragged. */
  dragged: number | undefined
  drag: (place: number | undefined) => void
}

/** One tier or phase: what it is, who is in it, and what can be done with it. */
export function RankedRow(props: Props) {
  const { kind, thing, place, mayWrite, move, dragged, drag } = props
  const [isOver, setOver] = useState(false)
  const drop = () => {
    setOver(false)
    if (dragged !== undefined) move(dragged, place)
    drag(undefined)
  }
  return (
    <Box
      component="li"
      className="ranked-row"
      data-over={isOver || undefined}
      draggable={mayWrite}
      onDragStart={() => drag(place)}
      onDragEnd={() => drag(undefined)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(dragged !== undefined && dragged !== place)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="sm" wrap="nowrap" align="center" p="sm" px="md">
        {mayWrite ? <GripVertical size={18} aria-hidden className="ranked-grip" /> : null}
        <Text span className="tabular" c="dimmed" w={22} ta="right" aria-hidden>
          {place + 1}
        </Text>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600}>{thing.name}</Text>
            <InUse kind={kind} thing={thing} />
          </Group>
          {thing.description ? (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {thing.description}
            </Text>
          ) : null}
        </Box>
        {mayWrite ? <Deeds {...props} /> : null}
      </Group>
    </Box>
  )
}

function InUse({ kind, thing }: Pick<Props, 'kind' | 'thing'>) {
  const count = useUsage(kind.nouns)(thing.id)
  if (count === undefined) return null
  if (!count)
    return (
      <Text size="sm" c="dimmed">
        no partners
      </Text>
    )
  return (
    <Anchor component={Link} to="/partners" search={{ [kind.filter]: thing.id } as never} size="sm" inherit={false}>
      {partnersText(count)}
    </Anchor>
  )
}

function Deeds({ kind, thing, place, count, move }: Props) {
  const [isEditing, setEditing] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const used = useUsage(kind.nouns)(thing.id) ?? 0
  const common = { variant: 'subtle', color: 'gray' } as const
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        {...common}
        aria-label={`Move ${thing.name} up`}
        disabled={place === 0}
        onClick={() => move(place, place - 1)}
      >
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...common}
        aria-label={`Move ${thing.name} down`}
        disabled={place === count - 1}
        onClick={() => move(place, place + 1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon {...common} aria-label={`Edit ${thing.name}`} onClick={() => setEditing(true)}>
        <Pencil size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon {...common} aria-label={`Delete ${thing.name}`} onClick={() => setRemoving(true)}>
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
      {isEditing ? <ThingDialog kind={kind} thing={thing} close={() => setEditing(false)} /> : null}
      {isRemoving ? (
        <RemoveDialog
          name={thing.name}
          one={kind.one}
          used={used}
          partners={{ [kind.filter]: thing.id }}
          remove={() => removeThing(kind, thing)}
          close={() => setRemoving(false)}
        />
      ) : null}
    </Group>
  )
}

async function removeThing(kind: Kind, { id, name, description, rank }: Thing): Promise<void> {
  await remove(kind, id)
  tellDone(`${name} was deleted.`, () => create(kind, { name, description, rank }))
}
