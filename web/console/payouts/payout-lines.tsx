import { ActionIcon, Button, Group, Menu, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EllipsisVertical, FileX } from 'lucide-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { lineColumns, lineName } from '../commissions/lines/columns.tsx'
import { useDecline, useDetach } from '../commissions/lines/off-payout.ts'
import { DeclineDialog } from '../decline.tsx'
import type { Line } from '../commissions/words.ts'
import { useMay } from '../session.ts'
import { AttachDialog } from './attach.tsx'
import type { Payout } from './words.ts'

const shown = new Set(['description', 'amount', 'period'])

/** The lines of a payout, which can be declined or detached until it is paid. */
export function PayoutLines({ payout }: { payout: Payout }) {
  const [{ cursor }] = useSearchState()
  const query = { payoutId: payout.id, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/commission-lines', { query }, { keep: true })
  const mayWrite = useMay('commissions:write') && payout.stage !== 'PAID'
  const [declining, setDeclining] = useState<Line | null>(null)
  const [isAttaching, setAttaching] = useState(false)
  const decline = useDecline()
  const deeds: Column<Line> = {
    id: 'deeds',
    title: 'Actions',
    align: 'right',
    cell: (line) => <RowMenu line={line} decline={() => setDeclining(line)} />,
  }
  const columns = lineColumns.filter(({ id }) => shown.has(id))
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h3">
          Lines
        </Title>
        {mayWrite ? <Begin payout={payout} attach={() => setAttaching(true)} /> : null}
      </Group>
      <DataTable
        label="Lines of this payout"
        reading={reading}
        columns={mayWrite ? [...columns, deeds] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No line on this payout" icon={FileX}>
            {mayWrite ? 'Attach pending lines of the partner, or enter a new one.' : null}
          </Empty>
        }
      />
      <Text size="sm" ta="right" px="md">
        In all: <Money {...payout.amount} fw={650} />
      </Text>
      <AttachDialog opened={isAttaching} close={() => setAttaching(false)} payout={payout} />
      <DeclineDialog
        opened={declining !== null}
        title={declining ? `Decline “${lineName(declining)}”` : ''}
        text="It leaves the payout and counts for nothing. A payout whose last line goes becomes declined."
        confirm="Decline"
        close={() => setDeclining(null)}
        act={async (why) => {
          if (declining) await decline(declining, why)
          setDeclining(null)
        }}
      />
    </Stack>
  )
}

function Begin({ payout, attach }: { payout: Payout; attach: () => void }) {
  const search = { partnerId: payout.partner.id, payoutId: payout.id, currency: payout.amount.currency }
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" onClick={attach}>
        Attach lines
      </Button>
      <Button size="xs" variant="default" component={Link} to="/commissions/new" search={search as never}>
        New line
      </Button>
    </Group>
  )
}

function RowMenu({ line, decline }: { line: Line; decline: () => void }) {
  const detach = useDetach()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${lineName(line)}`}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void detach(line).catch(tellFailure)}>Detach</Menu.Item>
        <Menu.Item color="red" onClick={decline}>
          Decline
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
