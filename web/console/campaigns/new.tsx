import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/queries.ts'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { CommissionFields, commissionOf, type Typed } from './commission-fields.tsx'
import { touched } from './words.ts'

type Values = { name: string; destinationUrl: string; attributionWindowDays: number; commission: Typed }

const initialValues: Values = {
  name: '',
  destinationUrl: '',
  attributionWindowDays: 90,
  commission: { type: 'PERCENT', amount: '', percent: '10', planId: null, property: 'amount', currency: '' },
}

/** Makes a campaign from what cannot be guessed; the rest is set on its page. */
export function NewCampaignPage() {
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/campaigns', { alsoStale: touched })
  const form = useForm<Values>({ initialValues })
  const submit = form.onSubmit(async ({ commission, ...said }) => {
    try {
      const { data } = await create.mutateAsync({ body: { ...said, commission: commissionOf(commission) } })
      tellDone(`The campaign ${data.name} is there. Give partners their links.`)
      await navigate({ to: `/campaigns/${data.id}`, search: { tab: 'links' } as never })
    } catch (error) {
      showFaults(form, error)
    }
  })
  return (
    <Page title="New campaign" above={[{ to: '/campaigns', label: 'Campaigns' }]}>
      <Card>
        <form onSubmit={submit}>
          <Stack gap="md" maw={640}>
            <TextInput
              label="Name"
              description="Partners see it."
              placeholder="Spring launch"
              required
              data-autofocus
              {...form.getInputProps('name')}
            />
            <TextInput
              label="Destination"
              description="Where a click leads. Its query is kept."
              placeholder="https://www.example.com/pricing"
              type="url"
              required
              {...form.getInputProps('destinationUrl')}
            />
            <NumberInput
              label="Attribution window"
              description="For how long a click may still convert."
              suffix=" days"
              min={1}
              max={365}
              maw={400}
              {...form.getInputProps('attributionWindowDays')}
            />
            <CommissionFields form={form} />
            <Group gap="xs">
              <Button type="submit" loading={create.isPending}>
                Create campaign
              </Button>
              <Button component={Link} to="/campaigns" variant="default">
                Cancel
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </Page>
  )
}
