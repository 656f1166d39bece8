import { Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core'
import { Money } from '../../../ui/money.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { many } from '../../commissions/words.ts'
import { StageWord } from '../stage.tsx'
import type { BatchTotals } from '../words.ts'

/** What a batch comes to, in all and by stage; a stage leads to its payouts. */
export function Totals({ totals }: { totals: BatchTotals }) {
  const [search, change] = useSearchState()
  const { payouts, lines, amount, currency, stages } = totals
  if (!payouts) return null
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-label="Totals">
      <Group gap="xl" align="flex-start">
        <Stack gap={0}>
          <Text size="xs" c="dimmed">
            {many(payouts, 'payout')}, {many(lines)}
          </Text>
          <Text fw={700} size="xl">
            <Money value={amount} currency={currency} />
          </Text>
        </Stack>
        <Group gap="lg" align="flex-start">
          {stages.map((one) => (
            <UnstyledButton
              key={one.stage}
              onClick={() => change({ stage: search['stage'] === one.stage ? undefined : one.stage })}
              aria-pressed={search['stage'] === one.stage}
            >
              <Stack gap={2}>
                <StageWord stage={one.stage} />
                <Text size="sm" fw={550}>
                  <Money value={one.amount} currency={currency} />
                </Text>
                <Text size="xs" c="dimmed">
                  {many(one.payouts, 'payout')}
                </Text>
              </Stack>
            </UnstyledButton>
          ))}
        </Group>
      </Group>
    </Paper>
  )
}
