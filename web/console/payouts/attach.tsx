import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { Money } from '../../ui/money.tsx'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { sumOf } from '../../ui/sum.ts'
import { lineName } from '../commissions/lines/columns.tsx'
import { useStaleMoney } from '../commissions/lines/undo.ts'
import { many } from '../commissions/words.ts'
import { type Payout, touched } from './words.ts'

type Props = { opened: boolean; close: () => void; payout: Payout }

/** Puts pending lines of the partner on its payout. */
export function AttachDialog({ opened, close, payout }: Props) {
  return (
    <Modal opened={opened} onClose={close} title="Attach pending lines" size="lg">
      {opened ? <Content close={close} payout={payout} /> : null}
    </Modal>
  )
}

const most = 100

function Content({ close, payout }: Omit<Props, 'opened'>) {
  const { id, partner, amount } = payout
  const query = { partnerId: partner.id, status: 'PENDING', currency: amount.currency, limit: most } as const
  const { data, error } = useRead('GET /api/v1/commission-lines', { query })
  const [chosen, choose] = useState<string[]>([])
  const attach = useChange('POST /api/v1/payouts/{id}/attach', { alsoStale: touched })
  const stale = useStaleMoney()
  const act = async () => {
    await attach.mutateAsync({ path: { id }, body: { lineIds: chosen } })
    close()
    tellDone(`${many(chosen.length)} attached.`, async () => {
      for (const lineId of chosen) await call('POST /api/v1/commission-lines/{id}/detach', { path: { id: lineId } })
      await stale()
    })
  }
  if (error) return <Failure error={error} />
  if (!data) return <Waiting rows={3} />
  const lines = data.data
  const sum = sumOf(lines.filter((line) => chosen.includes(line.id)).map((line) => line.amount))
  return (
    <Stack gap="sm">
      {lines.length ? (
        <Checkbox.Group label={`Pending in ${amount.currency}`} value={chosen} onChange={choose}>
          <Stack gap={6} mt={6}>
            {lines.map((line) => (
              <Group key={line.id} justify="space-between" wrap="nowrap">
                <Checkbox value={line.id} label={lineName(line)} />
                <Text size="sm">
                  <Money value={line.amount} currency={line.currency} />
                </Text>
              </Group>
            ))}
          </Stack>
        </Checkbox.Group>
      ) : (
        <Text size="sm">No line of this partner is pending in {amount.currency}.</Text>
      )}
      {data.pagination.nextCursor ? (
        <Text size="sm" c="dimmed">
          The newest {most} are shown.
        </Text>
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button disabled={!chosen.length} loading={attach.isPending} onClick={() => void act().catch(tellFailure)}>
          {chosen.length ? 'Attach ' : 'Attach'}
          {chosen.length ? <Money value={sum} currency={amount.currency} c="inherit" /> : null}
        </Button>
      </Group>
    </Stack>
  )
}
