import { Button, Group, NumberInput, Radio, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { showFaults } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { FormName } from '../names.tsx'
import { useMay } from '../session.ts'
import { useSave } from './save.ts'
import type { Campaign } from './words.ts'

type Values = Pick<
  Campaign,
  | 'name'
  | 'destinationUrl'
  | 'allowedPaths'
  | 'attributionWindowDays'
  | 'attributionModel'
  | 'allowedOrigins'
  | 'isOpenToPartners'
> & { acceptance: 'MANUAL' | 'AUTOMATIC'; afterDays: number; coupon: boolean; email: boolean; customerProperty: string }

const valuesOf = (campaign: Campaign): Values => ({
  name: campaign.name,
  destinationUrl: campaign.destinationUrl,
  allowedPaths: campaign.allowedPaths,
  attributionWindowDays: campaign.attributionWindowDays,
  attributionModel: campaign.attributionModel,
  allowedOrigins: campaign.allowedOrigins,
  isOpenToPartners: campaign.isOpenToPartners,
  acceptance: campaign.acceptance.type,
  afterDays: campaign.acceptance.type === 'AUTOMATIC' ? campaign.acceptance.afterDays : 30,
  coupon: campaign.lateBinding.coupon ?? true,
  email: campaign.lateBinding.email ?? false,
  customerProperty: campaign.customerProperty ?? '',
})

function changesOf({ acceptance, afterDays, coupon, email, customerProperty, ...same }: Values) {
  return {
    ...same,
    acceptance: acceptance === 'MANUAL' ? { type: acceptance } : { type: acceptance, afterDays },
    lateBinding: { coupon, email },
    customerProperty: customerProperty.trim() || null,
  }
}

/** Where a campaign leads, whom it credits, and who accepts. */
export function GeneralTab({ campaign }: { campaign: Campaign }) {
  return <GeneralForm key={campaign.updatedAt} campaign={campaign} />
}

function GeneralForm({ campaign }: { campaign: Campaign }) {
  const mayManage = useMay('affiliate:manage') && campaign.status !== 'ENDED'
  const { save, isSaving } = useSave(campaign)
  const form = useForm<Values>({ initialValues: valuesOf(campaign) })
  const submit = form.onSubmit((values) => save(changesOf(values)).catch((error: unknown) => showFaults(form, error)))
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!mayManage} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack gap="md">
          <Leads form={form} formId={campaign.formId} />
          <Credits form={form} />
          <Accepts form={form} />
          {mayManage ? (
            <Group>
              <Button type="submit" disabled={!form.isDirty()} loading={isSaving}>
                Save
              </Button>
            </Group>
          ) : null}
        </Stack>
      </fieldset>
    </form>
  )
}

type Part = { form: UseFormReturnType<Values> }

function Leads({ form, formId }: Part & { formId: string }) {
  return (
    <Card title="Where it leads">
      <Stack gap="sm" maw={640}>
        <TextInput label="Name" description="Partners see it." required {...form.getInputProps('name')} />
        <TextInput
          label="Destination"
          description="Where a click leads. Its query is kept."
          type="url"
          required
          {...form.getInputProps('destinationUrl')}
        />
        <Switch
          label="Every partner may join"
          description="They see it in their portal, and make their own link in it."
          {...form.getInputProps('isOpenToPartners', { type: 'checkbox' })}
        />
        <TagsInput
          label="Allowed paths"
          description="Where a partner’s deep link may lead on this host. Empty: anywhere. Press Enter after each."
          placeholder="/shop"
          {...form.getInputProps('allowedPaths')}
        />
        <TagsInput
          label="Allowed origins"
          description="The sites whose pages may report conversions. Empty: any. Press Enter after each."
          placeholder="https://www.example.com"
          {...form.getInputProps('allowedOrigins')}
        />
        <TextInput
          label="Property with the customer"
          description={
            <>
              Where a report tells your id of the customer. What else it tells is kept in the form{' '}
              <FormName id={formId} isInText />.
            </>
          }
          placeholder="customerId"
          {...form.getInputProps('customerProperty')}
        />
      </Stack>
    </Card>
  )
}

function Credits({ form }: Part) {
  return (
    <Card title="Who is credited">
      <Stack gap="sm" maw={640}>
        <NumberInput
          label="Attribution window"
          description="For how long a click may still convert."
          suffix=" days"
          min={1}
          max={365}
          maw={400}
          {...form.getInputProps('attributionWindowDays')}
        />
        <Radio.Group label="Where several partners brought the buyer" {...form.getInputProps('attributionModel')}>
          <Stack gap={6} mt={6}>
            <Radio value="LAST_CLICK" label="The last click is credited" />
            <Radio value="FIRST_CLICK" label="The first click is credited" />
          </Stack>
        </Radio.Group>
        <Switch
          label="A coupon credits its partner, without a click"
          {...form.getInputProps('coupon', { type: 'checkbox' })}
        />
        <Switch
          label="A known e-mail credits the partner of its earlier conversion, without a click"
          {...form.getInputProps('email', { type: 'checkbox' })}
        />
      </Stack>
    </Card>
  )
}

function Accepts({ form }: Part) {
  return (
    <Card title="Who accepts">
      <Stack gap="sm" maw={640}>
        <Radio.Group aria-label="Who accepts" {...form.getInputProps('acceptance')}>
          <Stack gap={6}>
            <Radio value="MANUAL" label="A person accepts each conversion" />
            <Radio value="AUTOMATIC" label="Conversions are accepted by themselves after some days" />
          </Stack>
        </Radio.Group>
        {form.getValues().acceptance === 'AUTOMATIC' ? (
          <NumberInput
            label="After"
            description="Such as the days in which a customer may return the goods. What is in review always waits for a person."
            suffix=" days"
            min={0}
            max={365}
            maw={400}
            {...form.getInputProps('afterDays')}
          />
        ) : null}
      </Stack>
    </Card>
  )
}
