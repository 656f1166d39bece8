import { Button, List, Progress, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Schemas } from '../../api/client.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { DeclineDialog, type Why } from '../decline.tsx'
import { declining, touched } from './words.ts'

type Item = Schemas['ConversionsBulk']['items'][number]
type Decision = { action: 'ACCEPT' | 'DECLINE' | 'UNDO' } & Partial<Why>

/** So many are decided on between two steps of the bar. */
const step = 10
const deeds = { ACCEPT: 'accepted', DECLINE: 'declined', UNDO: 'undone' } as const
const doing = { ACCEPT: 'Accepting', DECLINE: 'Declining', UNDO: 'Undoing' } as const
const many = (count: number) => `${count} ${count === 1 ? 'conversion' : 'conversions'}`

/** Accepts or declines all that are chosen, with a bar for how far it has got. */
export function ChosenDecisions({ ids, done }: { ids: string[]; done: () => void }) {
  const [isDeclining, setDeclining] = useState(false)
  const decide = useDecide()
  const act = (decision: Decision) => {
    setDeclining(false)
    done()
    void decide(ids, decision)
  }
  return (
    <>
      <Button size="xs" onClick={() => act({ action: 'ACCEPT' })}>
        Accept
      </Button>
      <Button size="xs" variant="default" onClick={() => setDeclining(true)}>
        Decline
      </Button>
      <DeclineDialog
        opened={isDeclining}
        title={`Decline ${many(ids.length)}`}
        text={declining}
        confirm="Decline"
        close={() => setDeclining(false)}
        act={async (why) => act({ action: 'DECLINE', ...why })}
      />
    </>
  )
}

/** Decides on many, step by step, and tells what came of it. */
function useDecide() {
  const client = useQueryClient()
  const decide = async (ids: string[], decision: Decision): Promise<void> => {
    const id = `deciding-${decision.action}-${ids[0]}`
    const items: Item[] = []
    try {
      for (let at = 0; at < ids.length; at += step) {
        showProgress(id, { done: at, all: ids.length, action: decision.action })
        const { data } = await call('POST /api/v1/conversions/bulk', {
          body: { ...decision, ids: ids.slice(at, at + step) },
        })
        items.push(...data.items)
      }
    } catch (error) {
      tellFailure(error)
    }
    notifications.hide(id)
    tellResult(items, decision.action, decide)
    await Promise.all(['conversions', ...touched].map((noun) => client.invalidateQueries({ queryKey: [noun] })))
  }
  return decide
}

function showProgress(id: string, { done, all, action }: { done: number; all: number; action: Decision['action'] }) {
  const shown = {
    id,
    autoClose: false as const,
    withCloseButton: false,
    message: (
      <Stack gap={6}>
        <Text size="sm">{`${doing[action]}: ${done} of ${many(all)}`}</Text>
        <Progress value={(done / all) * 100} aria-label="How far it has got" />
      </Stack>
    ),
  }
  if (done) notifications.update(shown)
  else notifications.show(shown)
}

function tellResult(
  items: Item[],
  action: Decision['action'],
  decide: (ids: string[], decision: Decision) => Promise<void>,
) {
  const changed = items.filter(({ status }) => status === 'CHANGED').map(({ id }) => id)
  const refused = items.filter(({ status }) => status === 'REFUSED')
  const undo = action === 'UNDO' ? undefined : () => decide(changed, { action: 'UNDO' })
  if (changed.length) tellDone(`${many(changed.length)} ${deeds[action]}.`, undo)
  if (!changed.length && !refused.length && items.length)
    tellDone(`Nothing to change: they are ${deeds[action]} already.`)
  if (refused.length) showRefused(refused, action)
}

function showRefused(refused: Item[], action: Decision['action']) {
  const counted = Map.groupBy(refused, ({ error }) => error?.message ?? 'Something went wrong.')
  modals.open({
    title: `${many(refused.length)} could not be ${deeds[action]}`,
    children: (
      <List size="sm" spacing="xs">
        {[...counted].map(([message, items]) => (
          <List.Item key={message}>
            {message} ({many(items.length)})
          </List.Item>
        ))}
      </List>
    ),
  })
}
