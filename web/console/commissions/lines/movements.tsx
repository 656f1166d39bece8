import { Anchor, Text, Timeline } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../../api/client.ts'
import { DateText } from '../../../ui/date.tsx'
import { Money } from '../../../ui/money.tsx'
import { Card } from '../../../ui/notice.tsx'

type Entry = Schemas['CommissionLineExplanation']['entries'][number]

const places: Record<Entry['account'], string> = {
  COMMISSIONS: 'Commissions of the programme',
  EARNED: 'Earned, not to be paid yet',
  PAYABLE: 'Pending',
  IN_PAYOUT: 'On a payout',
  PAID: 'Paid',
}

/** Where the amount stood when: each movement leaves two entries in the ledger. */
export function Movements({ entries, currency }: { entries: Entry[]; currency: string }) {
  const moves = movesOf(entries)
  return (
    <Card title="History in the ledger">
      <Timeline bulletSize={18} lineWidth={2} active={moves.length}>
        {moves.map(({ key, from, to }) => (
          <Timeline.Item
            key={key}
            title={
              <Text span size="sm" fw={550}>
                {to ? places[to.account] : ''}
              </Text>
            }
          >
            <Text size="sm">
              {to ? <Money value={to.amount} currency={currency} /> : null}
              {from ? ` from “${places[from.account]}”` : ''}
              {to?.payoutId ? (
                <>
                  {' · '}
                  <Anchor component={Link} to={`/payouts/${to.payoutId}`} inherit underline="always">
                    payout
                  </Anchor>
                </>
              ) : null}
            </Text>
            <Text size="xs" c="dimmed">
              <DateText at={to?.createdAt} style="time" />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Card>
  )
}

/** Two by two: what left an account, and what came to another. */
function movesOf(entries: Entry[]) {
  return Array.from({ length: Math.ceil(entries.length / 2) }, (_, at) => {
    const [from, to] = entries.slice(at * 2, at * 2 + 2)
    return { key: `${from?.transactionId} ${at}`, from, to }
  })
}
