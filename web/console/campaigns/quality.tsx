import { Button, Group, SegmentedControl, Stack, TagsInput, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ApiError } from '../../api/client.ts'
import { showFaults } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { useSave } from './save.ts'
import type { Campaign } from './words.ts'

type Rules = Campaign['qualityRules']
type Simple = Exclude<keyof Rules, 'excludedDomains'>
type Action = NonNullable<Rules[Simple]>
type Values = Record<Simple, Action> & { excluded: Action; domains: string[] }

const actions = [
  { value: 'OFF', label: 'Let pass' },
  { value: 'REVIEW', label: 'Ask a person' },
  { value: 'REJECT', label: 'Reject' },
]

const rules: { name: Simple; title: string; text: string }[] = [
  {
    name: 'selfReferralEmail',
    title: 'The buyer is somebody at the partner',
    text: 'The buyer’s e-mail is that of a person at the partner, or the partner’s own.',
  },
  {
    name: 'selfReferralDomain',
    title: 'The buyer is at the partner’s company',
    text: 'The buyer’s e-mail is at the partner’s domain.',
  },
  {
    name: 'disposableEmail',
    title: 'The e-mail is thrown away after use',
    text: 'It is of a service for throw-away addresses.',
  },
  {
    name: 'emailOncePerCampaign',
    title: 'The e-mail has converted before',
    text: 'Each e-mail counts once in this campaign.',
  },
  {
    name: 'newCustomersOnly',
    title: 'The customer is not new',
    text: 'Known from an earlier conversion of any campaign, an earlier sale, or as a partner’s client.',
  },
]

const valuesOf = ({ excludedDomains, ...simple }: Rules): Values => ({
  selfReferralEmail: simple.selfReferralEmail ?? 'REVIEW',
  selfReferralDomain: simple.selfReferralDomain ?? 'REVIEW',
  disposableEmail: simple.disposableEmail ?? 'REVIEW',
  emailOncePerCampaign: simple.emailOncePerCampaign ?? 'OFF',
  newCustomersOnly: simple.newCustomersOnly ?? 'OFF',
  excluded: excludedDomains?.action ?? 'OFF',
  domains: excludedDomains?.domains ?? [],
})

/** What a campaign does about conversions that look wrong. */
export function QualityTab({ campaign }: { campaign: Campaign }) {
  return <QualityForm key={campaign.updatedAt} campaign={campaign} />
}

function QualityForm({ campaign }: { campaign: Campaign }) {
  const mayManage = useMay('affiliate:manage') && campaign.status !== 'ENDED'
  const { save, isSaving } = useSave(campaign)
  const form = useForm<Values>({ initialValues: valuesOf(campaign.qualityRules) })
  const tell = (error: unknown) => {
    const fault = error instanceof ApiError ? error.fields.find(({ path }) => path.includes('domains')) : undefined
    if (fault) form.setFieldError('domains', fault.message)
    else showFaults(form, error)
  }
  const submit = form.onSubmit(({ excluded, domains, ...simple }) =>
    save({ qualityRules: { ...simple, excludedDomains: { action: excluded, domains } } }).catch(tell),
  )
  return (
    <Card title="What happens when…">
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Text size="sm" c="dimmed" maw={640}>
            “Ask a person” records the conversion and puts it in review. “Reject” records nothing, and keeps the report
            with its reason.
          </Text>
          {rules.map(({ name, title, text }) => (
            <Rule key={name} title={title} text={text} isLocked={!mayManage} {...form.getInputProps(name)} />
          ))}
          <Rule
            title="The e-mail’s domain is excluded"
            text="It is at one of these domains, or below one."
            isLocked={!mayManage}
            {...form.getInputProps('excluded')}
          />
          {form.getValues().excluded === 'OFF' ? null : (
            <TagsInput
              label="Excluded domains"
              description="Press Enter after each."
              placeholder="example.com"
              maw={640}
              disabled={!mayManage}
              {...form.getInputProps('domains')}
            />
          )}
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

type RuleProps = { title: string; text: string; isLocked: boolean; value?: Action; onChange?: (value: Action) => void }

function Rule({ title, text, isLocked, value = 'OFF', onChange }: RuleProps) {
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ flex: '1 1 280px' }}>
        <Text size="sm" fw={550}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      <SegmentedControl
        size="xs"
        aria-label={title}
        data={actions}
        value={value}
        disabled={isLocked}
        onChange={(chosen) => onChange?.(chosen as Action)}
      />
    </Group>
  )
}
