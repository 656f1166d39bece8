import { Button, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Money } from '../../../ui/money.tsx'
import { Card } from '../../../ui/notice.tsx'
import { many } from '../../commissions/words.ts'
import { useMay } from '../../session.ts'
import type { Preview } from './new.tsx'

type Props = { preview: Preview; isBusy: boolean; create: () => void }

/** What a run in one currency would pay out at this moment, and what it would leave. */
export function CurrencyPreview({ preview, isBusy, create }: Props) {
  const { currency, minimum, paidOut, belowMinimum, later } = preview
  const hasMinimum = /[1-9]/.test(minimum)
  const mayWrite = useMay('commissions:write')
  return (
    <Card title={`In ${currency}`}>
      <Stack gap="sm" align="flex-start">
        <Table.ScrollContainer
          minWidth={420}
          w="100%"
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': `Preview in ${currency}` } }}
        >
          <Table aria-label={`Preview in ${currency}`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Pending lines</Table.Th>
                <Table.Th ta="right">Partners</Table.Th>
                <Table.Th ta="right">Lines</Table.Th>
                <Table.Th ta="right">Amount</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              <Row name="Paid out" sum={paidOut} currency={currency} isMain />
              <Row
                name="Waits: less than the minimum"
                told={
                  hasMinimum ? (
                    <>
                      The minimum is <Money value={minimum} currency={currency} />. It is carried over to the next run.
                    </>
                  ) : (
                    'It comes to nothing or below, and is carried over to the next run.'
                  )
                }
                sum={belowMinimum}
                currency={currency}
              />
              <Row
                name="Waits: earned in a later period"
                told="Its period ends after the one above."
                sum={later}
                currency={currency}
              />
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {mayWrite ? (
          <Button disabled={!paidOut.partners} loading={isBusy} onClick={create}>
            {paidOut.partners ? `Create ${many(paidOut.partners, 'payout')} in ${currency}` : 'Nothing to pay out'}
          </Button>
        ) : null}
      </Stack>
    </Card>
  )
}

type RowProps = {
  name: string
  told?: ReactNode
  sum: Preview['paidOut']
  currency: string
  isMain?: boolean
}

function Row({ name, told, sum: { partners, lines, amount }, currency, isMain = false }: RowProps) {
  if (!isMain && !lines) return null
  return (
    <Table.Tr fw={isMain ? 600 : undefined}>
      <Table.Td>
        {name}
        {told ? (
          <Text size="xs" c="dimmed">
            {told}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td ta="right">{partners}</Table.Td>
      <Table.Td ta="right">{lines}</Table.Td>
      <Table.Td ta="right">
        <Money value={amount} currency={currency} />
      </Table.Td>
    </Table.Tr>
  )
}
