import { Alert, SimpleGrid, Table, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { Answer } from '../../api/client.ts'
import { Money } from '../../ui/money.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { sumOf } from '../../ui/sum.ts'
import { accounts } from './words.ts'

type Trial = Answer<'GET /api/v1/ledger/trial-balance'>
type Reading = { data: Trial | undefined; error: Error | null; refetch: () => unknown }

/** What each account holds, and that all of them come to nothing. */
export function TrialBalance({ reading: { data, error, refetch } }: { reading: Reading }) {
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={6} />
  const { isBalanced, currencies } = data.data
  if (!currencies.length) return null
  return (
    <>
      {isBalanced ? null : (
        <Alert color="red" icon={<TriangleAlert aria-hidden />} title="The accounts do not add up to zero">
          This must never be. Have the operator run symbolon doctor --ledger, and report what it says.
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: currencies.length > 2 ? 3 : 2 }}>
        {currencies.map((one) => (
          <OfCurrency key={one.currency} {...one} />
        ))}
      </SimpleGrid>
    </>
  )
}

function OfCurrency({ currency, isBalanced, accounts: held }: Trial['data']['currencies'][number]) {
  return (
    <Card
      title={`Trial balance, ${currency}`}
      actions={<Status tone={isBalanced ? 'good' : 'bad'}>{isBalanced ? 'Balanced' : 'Not balanced'}</Status>}
    >
      <Table aria-label={`Trial balance, ${currency}`} verticalSpacing={5} horizontalSpacing={0} className="tabular">
        <Table.Tbody>
          {held.map(({ account, balance }) => (
            <Table.Tr key={account}>
              <Table.Td>
                {accounts[account].label}
                <Text size="xs" c="dimmed">
                  {accounts[account].told}
                </Text>
              </Table.Td>
              <Table.Td ta="right" pl="md">
                <Money {...balance} c={undefined} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>Sum</Table.Th>
            <Table.Th ta="right">
              <Money value={sumOf(held.map(({ balance }) => balance.value))} currency={currency} />
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Card>
  )
}
