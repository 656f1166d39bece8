import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { Plus, Trash2 } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { FormName } from '../names.tsx'
import { useSave } from './save.ts'
import type { Campaign } from './words.ts'

type Pair = { property: string; fieldId: string | null }
type Props = { campaign: Campaign; close: () => void }

const repeats = (pairs: Pair[], index: number) =>
  pairs.findIndex(({ property }) => property.trim() === pairs[index]?.property.trim()) < index

/** Which property that a report tells goes into which field of the form. */
export function MappingDialog({ campaign, close }: Props) {
  const { save } = useSave(campaign)
  const pairs = Object.entries(campaign.fieldMapping).map(([property, fieldId]): Pair => ({ property, fieldId }))
  const form = useForm<{ pairs: Pair[] }>({
    initialValues: { pairs },
    validate: {
      pairs: {
        property: (property, all, path) =>
          property.trim() === ''
            ? 'Write the property.'
            : repeats(all.pairs, Number(path.split('.')[1]))
              ? 'It stands above already.'
              : null,
        fieldId: (id) => (id ? null : 'Choose a field.'),
      },
    },
  })
  const submit = () => {
    const chosen = form.values.pairs.map(({ property, fieldId }) => [property.trim(), fieldId ?? ''])
    return save({ fieldMapping: Object.fromEntries(chosen) as Record<string, string> })
  }
  return (
    <FormDialog title="Where reported properties go" size="lg" close={close} confirm="Save" form={form} submit={submit}>
      <Text size="sm">
        A report may tell more than the sale, such as seats or a branch. Each property goes into a field of the form{' '}
        <FormName id={campaign.formId} isInText />; what goes nowhere is kept beside the fields as it was told.
      </Text>
      <Pairs form={form} formId={campaign.formId} />
    </FormDialog>
  )
}

type PairsProps = { form: UseFormReturnType<{ pairs: Pair[] }>; formId: string }

function Pairs({ form, formId }: PairsProps) {
  const { data, error, refetch } = useRead('GET /api/v1/forms/{id}', { path: { id: formId } })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={2} />
  const fields = data.data.fields.map(({ id, label }) => ({ value: id, label }))
  if (!fields.length)
    return (
      <Text size="sm" c="dimmed">
        This form has no fields yet. Give it some, then come back.
      </Text>
    )
  return (
    <Stack gap="sm">
      {form.values.pairs.map((pair, index) => (
        <Group key={form.key(`pairs.${index}`)} align="flex-start" gap="xs" wrap="nowrap">
          <TextInput
            aria-label="Property"
            placeholder="seats"
            maxLength={100}
            data-autofocus={index === 0 || undefined}
            style={{ flex: 1 }}
            {...form.getInputProps(`pairs.${index}.property`)}
          />
          <Select
            aria-label="Field"
            placeholder="Field of the form"
            data={fields}
            searchable
            style={{ flex: 1 }}
            {...form.getInputProps(`pairs.${index}.fieldId`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove ${pair.property || 'this property'}`}
            onClick={() => form.removeListItem('pairs', index)}
          >
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Plus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.insertListItem('pairs', { property: '', fieldId: null })}
      >
        Add a property
      </Button>
    </Stack>
  )
}
