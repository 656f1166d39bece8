import { Anchor, Code, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fact, Facts } from '../../ui/act.tsx'
import { DateText, Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/notice.tsx'
import { Remark } from '../../ui/remark.tsx'
import { wordsOf } from '../../ui/status.tsx'
import { useRead } from '../../api/queries.ts'
import { CampaignName, PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { reasonText } from '../decline.tsx'
import { attributions, type Conversion, reasons } from './words.ts'

/** What a conversion says of itself. */
export function ConversionFacts({ conversion }: { conversion: Conversion }) {
  const { status, reasons: why, declineReasonType, declineReason } = conversion
  return (
    <Stack gap="md">
      {status === 'review' && why.length ? (
        <Remark tone="waiting" title="Why it waits for you">
          {why.map((reason) => (
            <div key={reason}>{reasons[reason]}.</div>
          ))}
        </Remark>
      ) : null}
      {status === 'declined' ? (
        <Remark tone="bad" title="Why it was declined">
          {reasonText(declineReasonType, declineReason)}
        </Remark>
      ) : null}
      <Card title="Partner and sale">
        <Facts>
          <Holder conversion={conversion} />
          <Sale conversion={conversion} />
          <Buyer conversion={conversion} />
        </Facts>
      </Card>
    </Stack>
  )
}

function Holder({ conversion: { partnerId, campaignId, attributedBy, linkId, couponCode, subIds } }: Told) {
  const subs = Object.values(subIds).filter((sub) => sub !== null)
  return (
    <>
      <Fact name="Partner">
        <PartnerName id={partnerId} />
      </Fact>
      <Fact name="Campaign">
        <CampaignName id={campaignId} />
      </Fact>
      <Fact name="Attributed">
        {attributions[attributedBy]}
        {couponCode ? (
          <>
            {': '}
            <Code>{couponCode}</Code>
          </>
        ) : null}
      </Fact>
      {linkId ? (
        <Fact name="Link">
          <LinkCode id={linkId} />
        </Fact>
      ) : null}
      {subs.length ? <Fact name="Sub-ids">{subs.join(' · ')}</Fact> : null}
    </>
  )
}

type Told = { conversion: Conversion }

/** A link by its code, leading to it in its campaign. */
function LinkCode({ id }: { id: string }) {
  const { data } = useRead('GET /api/v1/links/{id}', { path: { id } })
  if (!data) return <Nothing />
  const { code, campaignId } = data.data
  return (
    <Anchor component={Link} to={`/campaigns/${campaignId}`} search={{ tab: 'links', q: code } as never}>
      {code}
    </Anchor>
  )
}

function Sale({ conversion: { amount, currency, commission, commissionLineId } }: Told) {
  return (
    <>
      <Fact name="Sale">{amount && currency ? <Money value={amount} currency={currency} /> : 'No amount'}</Fact>
      <Fact name="Commission">
        {commission ? (
          <>
            <Anchor component={Link} to={`/commissions/${commissionLineId}`}>
              <Money value={commission.amount} currency={commission.currency} />
            </Anchor>
            <Text span size="sm" c="dimmed">{` · ${wordsOf(commission.status)}`}</Text>
          </>
        ) : (
          'None'
        )}
      </Fact>
    </>
  )
}

function Buyer({ conversion }: Told) {
  const mayRead = useMay('forms:read')
  const { email, customerId, externalId, formSubmissionId, acceptAt, decidedAt, erasedAt } = conversion
  return (
    <>
      <Fact name="E-mail">{email ?? <Nothing />}</Fact>
      {customerId ? <Fact name="Customer">{customerId}</Fact> : null}
      {externalId ? <Fact name="Your reference">{externalId}</Fact> : null}
      {mayRead ? (
        <Fact name="What was sent">
          <Anchor component={Link} to={`/forms/submissions/${formSubmissionId}`}>
            See the answers
          </Anchor>
        </Fact>
      ) : null}
      {acceptAt ? (
        <Fact name="Accepted by itself">
          <DateText at={acceptAt} style="time" />
        </Fact>
      ) : null}
      {decidedAt ? (
        <Fact name="Decided">
          <DateText at={decidedAt} style="time" />
        </Fact>
      ) : null}
      {erasedAt ? (
        <Fact name="Personal data">
          Erased <DateText at={erasedAt} />
        </Fact>
      ) : null}
    </>
  )
}
