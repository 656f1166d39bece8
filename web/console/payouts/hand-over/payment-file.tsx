import { Button, Checkbox, Group, List, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call, type Schemas } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { tellDone, tellFailure } from '../../../ui/act.tsx'
import { Failure, Waiting } from '../../../ui/notice.tsx'
import { many } from '../../commissions/words.ts'
import { obstacles, type Stage, stages } from '../words.ts'
import { saveFile } from './save.ts'

type Check = Schemas['PaymentCheck']

const payable = (['APPROVED', 'SCHEDULED', 'PENDING_PAYMENT', 'FAILED'] as Stage[]).map((value) => ({
  value,
  label: stages[value].label,
}))

type Props = { opened: boolean; close: () => void; batchId: string }

/** A payment file for the bank: what would be in it, what stays out and why, and the file itself. */
export function PaymentFileDialog({ opened, close, batchId }: Props) {
  return (
    <Modal opened={opened} onClose={close} title="Payment file for your bank" size="lg">
      {opened ? <Content batchId={batchId} close={close} /> : null}
    </Modal>
  )
}

function Content({ batchId, close }: { batchId: string; close: () => void }) {
  const [chosen, choose] = useState<string[]>(['APPROVED'])
  const [day, setDay] = useState('')
  const [isSkipping, skip] = useState(false)
  const stage = chosen.join(',') || 'APPROVED'
  const path = { id: batchId }
  const { data, error } = useRead(
    'GET /api/v1/payout-batches/{id}/payment-check',
    { path, query: { stage } },
    { keep: true },
  )
  const check = data?.data
  const mayHave = check?.hasBankAccount && check.included.count > 0 && (isSkipping || check.leftOutCount === 0)
  const fetchFile = async () => {
    const query = { batchId, stage, ...(day && { executionDate: day }), ...(isSkipping && { skip: 'true' as const }) }
    saveFile(await call('GET /api/v1/exports/payouts/pain.001', { query }), `payments-${batchId}.xml`)
    close()
    tellDone('The payment file is downloaded. Set the payouts to “Being paid” once your bank has it.')
  }
  return (
    <Stack gap="sm">
      <Text size="sm">One transfer for each payout, in the format that banks import (ISO 20022, pain.001).</Text>
      <MultiSelect label="Payouts that are" data={payable} value={chosen} onChange={choose} />
      <TextInput
        type="date"
        label="The bank pays on"
        description="Empty: today."
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
      {error ? <Failure error={error} /> : check ? <Told check={check} /> : <Waiting rows={2} />}
      {check?.leftOutCount ? (
        <Checkbox
          label="Leave these out of the file"
          checked={isSkipping}
          onChange={({ currentTarget }) => skip(currentTarget.checked)}
        />
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button disabled={!mayHave} onClick={() => void fetchFile().catch(tellFailure)}>
          Download payment file
        </Button>
      </Group>
    </Stack>
  )
}

const mostNamed = 20

function Told({ check }: { check: Check }) {
  const { included, leftOut, leftOutCount, hasBankAccount } = check
  return (
    <Stack gap="xs" role="status">
      {hasBankAccount ? null : (
        <Text size="sm" c="var(--mantine-color-error)">
          Your organisation has no bank account to pay from. Enter it in the billing information of your organisation.
        </Text>
      )}
      <Text size="sm" fw={600}>
        {included.count
          ? `${many(included.count, 'payout')}, ${included.sum} in all`
          : 'No payout of these stages can be paid.'}
      </Text>
      {leftOutCount ? (
        <>
          <Text size="sm">{many(leftOutCount, 'payout')} cannot be paid by bank:</Text>
          <List size="sm">
            {leftOut.slice(0, mostNamed).map(({ payoutId, partner, obstacle }) => (
              <List.Item key={payoutId}>
                <Link to={`/payouts/${payoutId}`}>{partner.name ?? 'A partner'}</Link>: {obstacles[obstacle]}.
              </List.Item>
            ))}
          </List>
          {leftOutCount > mostNamed ? <Text size="sm">And {leftOutCount - mostNamed} more.</Text> : null}
        </>
      ) : null}
    </Stack>
  )
}
