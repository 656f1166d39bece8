import { MultiSelect, Pill, Radio, Stack, TagsInput, Text } from '@mantine/core'
import { Card } from '../../../ui/notice.tsx'
import { PartnerName, PartnerSelect } from '../../names.tsx'
import type { Form } from './editor.tsx'
import { useTiers } from './rates.tsx'

/** Whom a plan is for. */
export function AppliesFields({ form }: { form: Form }) {
  const { who, partnerIds } = form.values.appliesTo
  const tiers = useTiers()
  const setPartners = (ids: string[]) => form.setFieldValue('appliesTo.partnerIds', ids)
  return (
    <Card title="For whom">
      <Stack gap="sm">
        <Radio.Group aria-label="For whom" {...form.getInputProps('appliesTo.who')}>
          <Stack gap={6}>
            <Radio value="ALL" label="All partners" />
            <Radio value="SOME" label="Partners that any of these name" />
          </Stack>
        </Radio.Group>
        {who === 'SOME' ? (
          <Stack gap="sm">
            <MultiSelect label="Tiers" data={tiers} clearable {...form.getInputProps('appliesTo.tierIds')} />
            <TagsInput
              label="Categories"
              placeholder="Type one, then press Enter"
              {...form.getInputProps('appliesTo.categories')}
            />
            <PartnerSelect
              label="Partners"
              placeholder="Search by name or domain"
              value={null}
              onChange={(id) => id && setPartners([...new Set([...partnerIds, id])])}
            />
            {partnerIds.length ? (
              <Pill.Group aria-label="Chosen partners">
                {partnerIds.map((id) => (
                  <Pill
                    key={id}
                    withRemoveButton
                    removeButtonProps={{ 'aria-label': 'Remove this partner', 'aria-hidden': false, tabIndex: 0 }}
                    onRemove={() => setPartners(partnerIds.filter((one) => one !== id))}
                  >
                    <PartnerName id={id} />
                  </Pill>
                ))}
              </Pill.Group>
            ) : null}
            {form.errors['appliesTo'] ? (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                Name somebody, or choose all partners.
              </Text>
            ) : null}
          </Stack>
        ) : null}
      </Stack>
    </Card>
  )
}
