import { Button, Menu } from '@mantine/core'
import { Archive, ArchiveRestore, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { call } from '#web/api/client.ts'
import { tellDone, tellFailure } from '#web/ui/act.tsx'
import { ChosenBar } from '#web/ui/table.tsx'
import { BulkDialog, type Deed, deeds } from './bulk-dialog.tsx'
import type { filtersOf } from './partner.tsx'

type Props = {
  chosen: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
  filters: ReturnType<typeof filtersOf>
}

/** What can be done with all partners that are chosen. */
export function BulkBar({ chosen, choose, filters }: Props) {
  const [deed, setDeed] = useState<Deed>()
  return (
    <>
      <ChosenBar count={chosen.size} clear={() => choose(new Set())}>
        <ChooseEvery filters={filters} choose={choose} />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" rightSection={<ChevronDown size={14} aria-hidden />}>
              Change
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(Object.keys(deeds) as Deed[]).map((one) => (
              <Menu.Item key={one} onClick={() => setDeed(one)} leftSection={iconOf(one)}>
                {deeds[one].label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </ChosenBar>
      {deed ? <BulkDialog deed={deed} ids={[...chosen]} close={() => setDeed(undefined)} /> : null}
    </>
  )
}

function iconOf(deed: Deed) {
  if (deed === 'archive') return <Archive size={16} aria-hidden />
  return deed === 'restore' ? <ArchiveRestore size={16} aria-hidden /> : undefined
}

const mostChosen = 5000

/** Chooses what fits the filters on every page, not on this one alone. */
function ChooseEvery({ filters, choose }: Pick<Props, 'filters' | 'choose'>) {
  const [isBusy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    await everyId(filters).then(choose).catch(tellFailure)
    setBusy(false)
  }
  return (
    <Button size="xs" variant="default" loading={isBusy} onClick={() => void run()}>
      Choose all that fit
    </Button>
  )
}

async function everyId(filters: Props['filters']): Promise<Set<string>> {
  const ids = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null && ids.size < mostChosen) {
    const page: Listed = await call('GET /api/v1/partners', { query: { ...filters, cursor, limit: 100 } })
    for (const { id } of page.data) ids.add(id)
    cursor = page.pagination.nextCursor
  }
  if (cursor !== null) tellDone(`The first ${ids.size.toLocaleString()} are chosen; change these first, then the rest.`)
  return ids
}

type Listed = { data: { id: string }[]; pagination: { nextCursor: string | null } }
