import { Anchor, Button, Group, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { Ago, Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { ChosenBar, type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { type Standing, useChangeStages } from './change-stage.tsx'
import { StageWord } from './stage.tsx'
import { type Payout, periodText, type Stage, stageOptions } from './words.ts'

type Props = {
  /** What holds besides the filters in the address. */
  bounds?: { batchId?: string }
  empty: ReactNode
  refetchInterval?: number | false
}

/** Payouts, whose stages can be changed many at once. */
export function PayoutTable({ bounds = {}, empty, refetchInterval = false }: Props) {
  const [{ stage, partnerId, from, to, cursor }] = useSearchState()
  const mayWrite = useMay('commissions:write')
  const [chosen, choose] = useState<ReadonlyMap<string, Stage>>(new Map())
  const filters = { stage: stage as Stage | undefined, partnerId, periodStart: from, periodEnd: to, ...bounds }
  const query = { ...filters, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/payouts', { query }, { keep: true, refetchInterval })
  const rows = reading.data?.data ?? []
  const known = new Map([...chosen, ...rows.map((row) => [row.id, row.stage] as const)])
  const nameOf = (id: string) => `Choose the payout of ${rows.find((row) => row.id === id)?.partner.name ?? id}`
  const all = async () => choose(new Map((await everyPayout(filters)).map((row) => [row.id, row.stage])))
  const isMore = Boolean(cursor) || Boolean(reading.data?.pagination.nextCursor)
  return (
    <>
      <ChosenBar count={chosen.size} clear={() => choose(new Map())}>
        {isMore && chosen.size >= rows.length ? (
          <Button size="xs" variant="subtle" onClick={() => void all().catch(tellFailure)}>
            Choose all that fit the filters
          </Button>
        ) : null}
        <StageOfChosen
          chosen={[...chosen].map(([id, was]) => ({ id, stage: known.get(id) ?? was }))}
          done={() => choose(new Map())}
        />
      </ChosenBar>
      <DataTable
        label="Payouts"
        reading={reading}
        columns={columns.filter(({ id }) => id !== 'period' || !bounds.batchId)}
        idOf={({ id }) => id}
        choice={
          mayWrite
            ? {
                chosen: new Set(chosen.keys()),
                choose: (ids) => choose(new Map([...ids].map((id) => [id, known.get(id) ?? 'DRAFT']))),
                nameOf,
              }
            : undefined
        }
        empty={empty}
      />
    </>
  )
}

type Filters = { stage?: Stage; partnerId?: string; periodStart?: string; periodEnd?: string; batchId?: string }

/** All that fit the filters, page by page. */
async function everyPayout(filters: Filters): Promise<Standing[]> {
  const found: Standing[] = []
  for (let cursor: string | undefined; ;) {
    const { data, pagination } = await call('GET /api/v1/payouts', { query: { ...filters, limit: 100, cursor } })
    found.push(...data)
    if (pagination.nextCursor === null) return found
    cursor = pagination.nextCursor
  }
}

function StageOfChosen({ chosen, done }: { chosen: Standing[]; done: () => void }) {
  const [to, setTo] = useState<Stage | null>(null)
  const change = useChangeStages()
  const act = () => {
    if (!to) return
    done()
    change(chosen, to)
  }
  return (
    <Group gap="xs">
      <Select
        aria-label="New stage"
        placeholder="New stage"
        data={stageOptions}
        size="xs"
        w={180}
        value={to}
        onChange={(value) => setTo(value as Stage | null)}
      />
      <Button size="xs" disabled={!to} onClick={act}>
        Change stage
      </Button>
    </Group>
  )
}

const columns: Column<Payout>[] = [
  {
    id: 'payout',
    title: 'Partner',
    cell: ({ id, partner }) => (
      <Anchor component={Link} to={`/payouts/${id}`} fw={550} inherit>
        {partner.name ?? 'A partner without a name'}
      </Anchor>
    ),
  },
  { id: 'period', title: 'Period', cell: (payout) => periodText(payout) },
  { id: 'stage', title: 'Stage', cell: (payout) => <StageWord {...payout} /> },
  { id: 'po', title: 'PO number', cell: ({ poNumber }) => poNumber ?? <Nothing /> },
  { id: 'amount', title: 'Amount', align: 'right', cell: ({ amount }) => <Money {...amount} fw={550} /> },
  { id: 'changed', title: 'Changed', align: 'right', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
]
