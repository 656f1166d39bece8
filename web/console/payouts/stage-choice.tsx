import { Button, Menu } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useChangeStages } from './change-stage.tsx'
import { type Payout, type Stage, stages } from './words.ts'

/** The usual next step; every other stage is below it. */
const nexts: Partial<Record<Stage, Stage>> = {
  DRAFT: 'PENDING_REVIEW',
  PENDING_REVIEW: 'APPROVED',
  PENDING_INVOICE: 'APPROVED',
  APPROVED: 'PENDING_PAYMENT',
  SCHEDULED: 'PENDING_PAYMENT',
  PENDING_PAYMENT: 'PAID',
  FAILED: 'PENDING_PAYMENT',
}

const deeds: Partial<Record<Stage, string>> = {
  PENDING_REVIEW: 'Send to review',
  APPROVED: 'Approve',
  PENDING_PAYMENT: 'Hand to the bank',
  PAID: 'Mark as paid',
}

export function StageChoice({ payout }: { payout: Payout }) {
  const change = useChangeStages()
  const to = (stage: Stage) => change([{ id: payout.id, stage: payout.stage }], stage)
  const next = nexts[payout.stage]
  const others = (Object.keys(stages) as Stage[]).filter((stage) => stage !== payout.stage)
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden />}>
            Change stage
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((stage) => (
            <Menu.Item key={stage} onClick={() => to(stage)}>
              {stages[stage].label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {next ? <Button onClick={() => to(next)}>{deeds[next]}</Button> : null}
    </>
  )
}
