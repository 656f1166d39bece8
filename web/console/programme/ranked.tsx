import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { Layers, Plus } from 'lucide-react'
import { useState } from 'react'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { useMay } from '../session.ts'
import { type Kind, order, type Thing, useThings } from './kinds.ts'
import { RankedRow } from './ranked-row.tsx'
import { ThingDialog } from './thing-dialog.tsx'

/** The tiers or phases in their order, which is changed by dragging or by buttons. */
export function Ranked({ kind }: { kind: Kind }) {
  const { data: things, error, refetch } = useThings(kind)
  const [search, change] = useSearchState()
  const mayWrite = useMay('partners:write')
  const [dragged, drag] = useState<number>()
  if (error && !things) return <Failure error={error} retry={() => void refetch()} />
  if (!things) return <Waiting rows={4} />
  const isNew = mayWrite && search['new'] === kind.one
  const open = () => change({ new: kind.one })
  const add = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={open}>
      New {kind.one}
    </Button>
  ) : null
  const move = (from: number, to: number) => void reorder(kind, things, { from, to }).catch(tellFailure)
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text c="dimmed">{kind.lead}</Text>
        {things.length ? add : null}
      </Group>
      <Paper withBorder radius="md">
        {things.length ? null : (
          <Empty title={`No ${kind.one} yet`} icon={Layers} action={add}>
            {kind.empty}
          </Empty>
        )}
        <Stack component="ol" gap={0} m={0} p={0} aria-label={kind.title}>
          {things.map((thing, place) => (
            <RankedRow
              key={thing.id}
              kind={kind}
              thing={thing}
              place={place}
              count={things.length}
              mayWrite={mayWrite}
              move={move}
              dragged={dragged}
              drag={drag}
            />
          ))}
        </Stack>
      </Paper>
      {isNew ? (
        <ThingDialog kind={kind} rank={(things.at(-1)?.rank ?? 0) + 10} close={() => change({ new: undefined })} />
      ) : null}
    </Stack>
  )
}

async function reorder(kind: Kind, things: Thing[], { from, to }: { from: number; to: number }): Promise<void> {
  const before = things.map(({ id }) => id)
  const [moved] = things.slice(from, from + 1)
  if (!moved || to < 0 || to >= things.length || from === to) return
  await order(kind, before.toSpliced(from, 1).toSpliced(to, 0, moved.id))
  tellDone(`${moved.name} is number ${to + 1} of ${things.length} now.`, () => order(kind, before))
}
