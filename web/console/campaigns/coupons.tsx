import { Button, Code, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Ticket } from 'lucide-react'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, CopyText, tellDone } from '../../ui/act.tsx'
import { DateText } from '../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter, PartnerName, PartnerSelect } from '../names.tsx'
import { useMay } from '../session.ts'
import { type Campaign, couponStatuses } from './words.ts'

type Coupon = Schemas['Coupon']

/** The coupons of a campaign. */
export function CouponTable({ campaign }: { campaign: Campaign }) {
  const [{ q, status, partnerId, cursor }] = useSearchState()
  const [isMaking, setMaking] = useState(false)
  const mayManage = useMay('affiliate:manage')
  const query = { campaignId: campaign.id, q, status: status as Coupon['status'], partnerId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/coupons', { query }, { keep: true })
  const create =
    mayManage && campaign.status !== 'ENDED' ? (
      <Button onClick={() => setMaking(true)}>Give a partner a coupon</Button>
    ) : null
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <Filters names={['q', 'status', 'partnerId']}>
          <SearchFilter label="Search by code" />
          <PartnerFilter />
          <ChoiceFilter
            label="Status"
            name="status"
            options={Object.entries(couponStatuses).map(([value, { label }]) => ({ value, label }))}
          />
        </Filters>
        {create}
      </Group>
      <DataTable
        label="Coupons"
        reading={reading}
        columns={mayManage ? [...columns, ending] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No coupon here" icon={Ticket} action={create}>
            {q || status || partnerId
              ? 'Nothing fits these filters.'
              : 'A buyer who tells a coupon at the till counts for its partner, without a click.'}
          </Empty>
        }
      />
      <NewCouponDialog campaign={campaign} opened={isMaking} close={() => setMaking(false)} />
    </>
  )
}

const columns: Column<Coupon>[] = [
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  {
    id: 'code',
    title: 'Code',
    cell: ({ code }) => (
      <Group gap={4} wrap="nowrap">
        <Code>{code}</Code>
        <CopyText value={code} label={`Copy ${code}`} />
      </Group>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={couponStatuses[status].tone}>{couponStatuses[status].label}</Status>,
  },
  { id: 'created', title: 'Made', align: 'right', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]

const ending: Column<Coupon> = {
  id: 'end',
  title: 'Actions',
  align: 'right',
  cell: (coupon) => <End coupon={coupon} />,
}

function End({ coupon: { id, code, status } }: { coupon: Coupon }) {
  const end = useChange('POST /api/v1/coupons/{id}/end')
  if (status === 'ENDED') return null
  const askToEnd = () =>
    ask({
      title: `End ${code}`,
      text: 'It credits nobody any more; what it has credited stays. Its code stays taken. This cannot be undone.',
      confirm: 'End the coupon',
      isDangerous: true,
      act: async () => {
        await end.mutateAsync({ path: { id } })
        tellDone(`${code} has ended.`)
      },
    })
  return (
    <Button size="compact-xs" variant="subtle" color="red" onClick={askToEnd} aria-label={`End ${code}`}>
      End
    </Button>
  )
}

type Props = { campaign: Campaign; opened: boolean; close: () => void }

function NewCouponDialog({ campaign: { id }, opened, close }: Props) {
  const create = useChange('POST /api/v1/campaigns/{id}/coupons', { alsoStale: ['coupons'] })
  const form = useForm<{ partnerId: string | null; code: string }>({
    initialValues: { partnerId: null, code: '' },
    validate: { partnerId: (chosen) => (chosen ? null : 'Choose a partner.') },
  })
  const submit = async () => {
    const { partnerId, code } = form.values
    const body = { partnerId: partnerId ?? '', ...(code.trim() ? { code: code.trim() } : {}) }
    const { data } = await create.mutateAsync({ path: { id }, body })
    tellDone(`${data.code} credits its partner from now on.`)
  }
  return (
    <FormDialog
      title="Give a partner a coupon"
      opened={opened}
      close={close}
      confirm="Make the coupon"
      form={form}
      submit={submit}
    >
      <PartnerSelect
        label="Partner"
        placeholder="Type a name or domain"
        withAsterisk
        data-autofocus
        {...form.getInputProps('partnerId')}
      />
      <TextInput
        label="Code"
        description="Empty: one is made from the partner’s name."
        placeholder="LARKSPUR20"
        {...form.getInputProps('code')}
      />
    </FormDialog>
  )
}
