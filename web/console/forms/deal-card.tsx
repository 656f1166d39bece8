import { Anchor, List, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { DateText, Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/notice.tsx'
import { Remark } from '../../ui/remark.tsx'
import { Status } from '../../ui/status.tsx'
import { PartnerName } from '../names.tsx'
import { type Deal, dealStatuses } from './words.ts'

/** The deal that a submission registers, with what stands against it. */
export function DealCard({ id }: { id: string }) {
  const { data } = useRead('GET /api/v1/deals/{id}', { path: { id } })
  if (!data) return null
  const deal = data.data
  return (
    <Card title="The deal">
      <Stack gap="sm">
        <Facts>
          <Fact name="Name">
            <Anchor component={Link} to={`/deals/${id}`}>
              {deal.name}
            </Anchor>
          </Fact>
          <DealFacts deal={deal} />
        </Facts>
        <Conflicts deal={deal} />
      </Stack>
    </Card>
  )
}

/** What a deal says of its customer and its worth. */
export function DealFacts({ deal }: { deal: Deal }) {
  const { amount, currency, customerName, customerDomain, closeDate, status, protectedUntil } = deal
  return (
    <>
      <Fact name="Registration">
        <Status tone={dealStatuses[status].tone}>{dealStatuses[status].label}</Status>
      </Fact>
      <Fact name="Worth">{amount && currency ? <Money value={amount} currency={currency} /> : <Nothing />}</Fact>
      <Fact name="Customer">{customerName ?? <Nothing />}</Fact>
      <Fact name="Domain">{customerDomain ?? <Nothing />}</Fact>
      <Fact name="Closes">
        <DateText at={closeDate} />
      </Fact>
      {protectedUntil ? (
        <Fact name="Protected until">
          <DateText at={protectedUntil} />
        </Fact>
      ) : null}
    </>
  )
}

/** Open registrations of other partners for what seems to be the same customer. */
export function Conflicts({ deal: { conflicts } }: { deal: Deal }) {
  if (!conflicts.length) return null
  return (
    <Remark
      tone="waiting"
      title={conflicts.length === 1 ? 'Another partner wants this customer' : 'Other partners want this customer'}
    >
      <List size="sm" spacing={4}>
        {conflicts.map(({ dealId, partnerId, reason, similarity, status, isEarlier }) => (
          <List.Item key={dealId}>
            <PartnerName id={partnerId} isInText />
            {`: ${isEarlier ? 'registered before' : 'registered later'}, ${dealStatuses[status].label.toLowerCase()}; ${
              reason === 'DOMAIN' ? 'the same domain' : `names ${Math.round(similarity * 100)} % alike`
            }. `}
            <Anchor component={Link} to={`/deals/${dealId}`} underline="always">
              See that deal
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Remark>
  )
}
