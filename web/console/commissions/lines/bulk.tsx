import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import { goThrough, tellRefused } from '../../../ui/through.tsx'
import { type Line, many, touched } from '../words.ts'
import { DeclineDialog, type Why } from '../../decline.tsx'

type Deed = 'postpone' | 'resume' | 'restore' | 'void'

const words: Record<Deed, { doing: string; done: string; back?: Deed }> = {
  postpone: { doing: 'Postponing lines', done: 'postponed', back: 'resume' },
  resume: { doing: 'Resuming lines', done: 'resumed', back: 'postpone' },
  restore: { doing: 'Restoring lines', done: 'restored' },
  void: { doing: 'Voiding lines', done: 'voided', back: 'restore' },
}

/** What can be done with many lines at once, as they stand. */
export function ChosenLines({ lines, done }: { lines: Line[]; done: () => void }) {
  const [isVoiding, setVoiding] = useState(false)
  const change = useChangeMany()
  const of = (status: Line['status']) => lines.filter((line) => line.status === status).map(({ id }) => id)
  const act = async (ids: string[], deed: Deed, why?: Why) => {
    setVoiding(false)
    done()
    await change(ids, deed, why)
  }
  const [pending, postponed, voided] = [of('PENDING'), of('POSTPONED'), of('VOIDED')]
  const voidable = [...pending, ...postponed]
  return (
    <>
      {pending.length ? (
        <Button size="xs" variant="default" onClick={() => void act(pending, 'postpone')}>
          Postpone
        </Button>
      ) : null}
      {postponed.length ? (
        <Button size="xs" variant="default" onClick={() => void act(postponed, 'resume')}>
          Resume
        </Button>
      ) : null}
      {voided.length ? (
        <Button size="xs" variant="default" onClick={() => void act(voided, 'restore')}>
          Restore
        </Button>
      ) : null}
      {voidable.length ? (
        <Button size="xs" variant="default" onClick={() => setVoiding(true)}>
          Void
        </Button>
      ) : null}
      <DeclineDialog
        opened={isVoiding}
        title={`Void ${many(voidable.length)}`}
        text="They count for nothing, and no payout takes them. You can restore them later."
        confirm="Void"
        close={() => setVoiding(false)}
        act={(why) => act(voidable, 'void', why)}
      />
    </>
  )
}

function useChangeMany() {
  const client = useQueryClient()
  const change = async (ids: string[], deed: Deed, why?: Why): Promise<void> => {
    const { doing, done: word, back } = words[deed]
    const { done, refused } = await goThrough({ items: ids, doing, act: (id) => once(id, deed, why) })
    await Promise.all(touched.map((noun) => client.invalidateQueries({ queryKey: [noun] })))
    if (done.length) tellDone(`${many(done.length)} ${word}.`, back && (() => change(done, back)))
    if (refused.length) tellRefused(`${many(refused.length)} could not be ${word}`, refused)
  }
  return change
}

async function once(id: string, deed: Deed, why: Why | undefined): Promise<void> {
  const path = { id }
  if (deed === 'void')
    await call('POST /api/v1/commission-lines/{id}/void', { path, body: why ?? { reasonType: 'CUSTOM' } })
  else if (deed === 'postpone') await call('POST /api/v1/commission-lines/{id}/postpone', { path })
  else if (deed === 'resume') await call('POST /api/v1/commission-lines/{id}/resume', { path })
  else await call('POST /api/v1/commission-lines/{id}/restore', { path })
}
