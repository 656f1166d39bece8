import { Button, Group, List, Modal, Progress, Select, Stack, TagsInput, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { tellDone, tellFailure } from '#web/ui/act.tsx'
import { type Change, type Changed, changeMany, undoMany } from './change-many.ts'
import { useCategories, useOwners, usePhases, useTiers } from './lookups.ts'

type Field = 'tier' | 'phase' | 'owner' | 'labels' | 'none'
type Value = { one: string | null; many: string[] }

/** Everything that can be done with many partners at once. */
export const deeds = {
  tier: { label: 'Tier', field: 'tier', change: ({ one }: Value) => ({ tierId: one }) },
  phase: { label: 'Phase', field: 'phase', change: ({ one }: Value) => ({ phaseId: one }) },
  owner: { label: 'Owner', field: 'owner', change: ({ one }: Value) => ({ partnerOwnerId: one }) },
  add: { label: 'Add categories', field: 'labels', change: ({ many }: Value) => ({ addCategories: many }) },
  remove: { label: 'Remove categories', field: 'labels', change: ({ many }: Value) => ({ removeCategories: many }) },
  archive: { label: 'Archive', field: 'none', change: () => ({ status: 'inactive' as const }) },
  restore: { label: 'Restore', field: 'none', change: () => ({ status: 'active' as const }) },
} satisfies Record<string, { label: string; field: Field; change: (value: Value) => Omit<Change, 'id'> }>
export type Deed = keyof typeof deeds

const numberOf = (count: number) => (count === 1 ? '1 partner' : `${count.toLocaleString()} partners`)

/** Asks for the value, changes one step after the other, and tells what came of it. */
export function BulkDialog({ deed, ids, close }: { deed: Deed; ids: string[]; close: () => void }) {
  const { label, change, field } = deeds[deed]
  const [value, setValue] = useState<Value>({ one: null, many: [] })
  const [done, setDone] = useState<number>()
  const [result, setResult] = useState<Changed>()
  const stop = useRef(new AbortController())
  const run = async () => {
    setDone(0)
    const items = ids.map((id) => ({ id, ...change(value) }))
    try {
      const changed = await changeMany(items, { onProgress: setDone, signal: stop.current.signal })
      tellChanged(changed)
      if (changed.refused.length || changed.left) setResult(changed)
      else close()
    } catch (error) {
      tellFailure(error)
      close()
    }
  }
  const isRunning = done !== undefined && !result
  return (
    <Modal
      opened
      onClose={isRunning ? () => {} : close}
      title={`${label}: ${numberOf(ids.length)}`}
      withCloseButton={!isRunning}
    >
      {result ? <Left result={result} close={close} /> : null}
      {isRunning ? <Running done={done} of={ids.length} stop={() => stop.current.abort()} /> : null}
      {done === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void run()
          }}
        >
          <Stack>
            <ValueField field={field} value={value} setValue={setValue} />
            {field === 'none' ? <Text size="sm">{sentences[deed as 'archive' | 'restore']}</Text> : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button
                type="submit"
                disabled={field === 'labels' && !value.many.length}
                data-autofocus={field === 'none' || undefined}
              >
                {field === 'none' ? `${label} ${numberOf(ids.length)}` : `Change ${numberOf(ids.length)}`}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : null}
    </Modal>
  )
}

const sentences = {
  archive: 'Archived partners keep all that they have; their links stop and their people cannot enter the portal.',
  restore: 'Restored partners are active again, with all that they had.',
}

function tellChanged({ changed, unchanged, undo }: Changed): void {
  const same = unchanged ? ` ${unchanged === 1 ? 'One was' : `${unchanged} were`} so already.` : ''
  if (changed) tellDone(`${numberOf(changed)} changed.${same}`, () => undoMany(undo))
  else if (unchanged) tellDone(`Nothing to change.${same}`)
}

type FieldProps = { field: Field; value: Value; setValue: (value: Value) => void }

function ValueField({ field, value, setValue }: FieldProps) {
  const lookups = { tier: useTiers(), phase: usePhases(), owner: useOwners() }
  const categories = useCategories()
  if (field === 'none') return null
  if (field === 'labels')
    return (
      <TagsInput
        label="Categories"
        description="Type one and press Enter."
        data={categories}
        value={value.many}
        onChange={(many) => setValue({ ...value, many })}
        data-autofocus
      />
    )
  return (
    <Select
      label={`New ${field}`}
      placeholder="None"
      description="Leave it empty for none."
      data={lookups[field].options}
      value={value.one}
      onChange={(one) => setValue({ ...value, one })}
      clearable
      searchable
      data-autofocus
    />
  )
}

function Running({ done, of, stop }: { done: number; of: number; stop: () => void }) {
  return (
    <Stack>
      <Text size="sm" aria-live="polite">
        {done.toLocaleString()} of {numberOf(of)}
      </Text>
      <Progress value={(100 * done) / of} animated aria-label="Progress" />
      <Group justify="flex-end">
        <Button variant="default" onClick={stop}>
          Stop here
        </Button>
      </Group>
    </Stack>
  )
}

function Left({ result: { changed, refused, left }, close }: { result: Changed; close: () => void }) {
  const reasons = Map.groupBy(refused, ({ message }) => message)
  return (
    <Stack>
      <Text size="sm">
        {numberOf(changed)} changed
        {refused.length ? `, ${refused.length} refused` : ''}
        {left ? `, ${left} not tried` : ''}.
      </Text>
      <List size="sm">
        {[...reasons].map(([message, all]) => (
          <List.Item key={message}>
            {message} ({numberOf(all.length)})
          </List.Item>
        ))}
      </List>
      <Group justify="flex-end">
        <Button onClick={close} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  )
}
