import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Landmark, Pencil } from 'lucide-react'
import type { Schemas } from '#web/api/client.ts'
import { useRead } from '#web/api/queries.ts'
import { Fact, Facts } from '#web/ui/act.tsx'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { Card, Empty, Failure, Waiting } from '#web/ui/notice.tsx'
import { wordsOf } from '#web/ui/status.tsx'
import { useMay } from '#web/console/session.ts'
import type { Partner } from '../partner.tsx'
import { BillingDialog } from './billing-form.tsx'

type Billing = Schemas['PartnerBillingInfo']

/** Whom statements are made out to, and how the partner is paid. */
export function BillingTab({ partner }: { partner: Partner }) {
  const { id } = partner
  const mayWrite = useMay('commissions:write')
  const [isEditing, { open, close }] = useDisclosure(false)
  const { data, error, refetch } = useRead('GET /api/v1/partners/{id}/billing-info', { path: { id } })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting />
  const info = data.data
  const dialog = isEditing ? <BillingDialog partner={partner} info={info} close={close} /> : null
  if (!info.updatedAt)
    return (
      <>
        <Empty
          title="No billing information"
          icon={Landmark}
          action={mayWrite ? <Button onClick={open}>Enter it</Button> : null}
        >
          Without it no payment file can include this partner. The partner gives it in its portal
          {mayWrite ? ', or you enter it here' : ''}.
        </Empty>
        {dialog}
      </>
    )
  return (
    <Stack>
      {mayWrite ? (
        <Group justify="flex-end">
          <Button variant="default" leftSection={<Pencil size={16} aria-hidden />} onClick={open}>
            Edit
          </Button>
        </Group>
      ) : null}
      {dialog}
      <Card title="Billing information">
        <Facts>
          <Fact name="Legal name">{info.legalName ?? <Nothing />}</Fact>
          <Fact name="Tax id">{info.taxId ?? <Nothing />}</Fact>
          <Fact name="E-mail">{info.email ?? <Nothing />}</Fact>
          <Fact name="Address">{addressOf(info) ?? <Nothing />}</Fact>
          <Fact name="Language">{info.locale ? languageOf(info.locale) : <Nothing />}</Fact>
        </Facts>
      </Card>
      <Card title="How it is paid">
        <Method method={info.payoutMethod} />
      </Card>
      <Text size="xs" c="dimmed">
        Changed <DateText at={info.updatedAt} style="time" />
      </Text>
    </Stack>
  )
}

const names = (type: 'region' | 'language') => new Intl.DisplayNames(undefined, { type })
const languageOf = (locale: string) => names('language').of(locale) ?? locale

function addressOf({ address }: Billing): string | undefined {
  if (!address) return undefined
  const { line1, line2, postalCode, city, state, country } = address
  return [line1, line2, [postalCode, city].filter(Boolean).join(' '), state, names('region').of(country)]
    .filter(Boolean)
    .join(', ')
}

function Method({ method }: { method: Billing['payoutMethod'] }) {
  if (!method) return <Nothing />
  if (method.type === 'PAYPAL')
    return (
      <Facts>
        <Fact name="Method">PayPal</Fact>
        <Fact name="Account">{method.email}</Fact>
      </Facts>
    )
  if (method.type === 'OTHER')
    return (
      <Facts>
        <Fact name="Method">Otherwise</Fact>
        <Fact name="Instructions">{method.instructions ?? <Nothing />}</Fact>
      </Facts>
    )
  const { accountHolder, iban, accountNumber, bic, routingNumber, clearingSystem } = method
  const rows = {
    IBAN: iban,
    'Account number': accountNumber,
    BIC: bic,
    'Routing number': routingNumber,
    'Clearing system': clearingSystem && wordsOf(clearingSystem),
  }
  return (
    <Facts>
      <Fact name="Method">Bank transfer</Fact>
      <Fact name="Account holder">{accountHolder}</Fact>
      {Object.entries(rows).map(([name, value]) =>
        value ? (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ) : null,
      )}
    </Facts>
  )
}
