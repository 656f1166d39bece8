import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { showFaults } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { CommissionFields, commissionOf, type Typed, typedOf } from './commission-fields.tsx'
import { useSave } from './save.ts'
import type { Campaign } from './words.ts'

/** What a conversion of a campaign earns. */
export function CommissionTab({ campaign }: { campaign: Campaign }) {
  return <CommissionForm key={campaign.updatedAt} campaign={campaign} />
}

function CommissionForm({ campaign }: { campaign: Campaign }) {
  const mayManage = useMay('affiliate:manage') && campaign.status !== 'ENDED'
  const { save, isSaving } = useSave(campaign)
  const form = useForm<{ commission: Typed }>({ initialValues: { commission: typedOf(campaign.commission) } })
  const submit = form.onSubmit(({ commission }) =>
    save({ commission: commissionOf(commission, campaign.commission) }).catch((error: unknown) =>
      showFaults(form, error),
    ),
  )
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack gap="md" maw={640}>
          <CommissionFields form={form} isLocked={!mayManage} />
          {mayManage ? (
            <Group>
              <Button type="submit" disabled={!form.isDirty()} loading={isSaving}>
                Save
              </Button>
            </Group>
          ) : null}
        </Stack>
      </form>
    </Card>
  )
}
