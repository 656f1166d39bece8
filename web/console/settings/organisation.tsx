import { Button, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { Fact, Facts, showFaults, tellDone } from '../../ui/act.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { SettingsFrame } from './frame.tsx'

type Organisation = Schemas['Profile']['organisation']

/** The organisation’s name and the time zone that its days go by. */
export function OrganisationPage() {
  const { data, error, refetch } = useRead('GET /api/v1/me/profile', {})
  const mayChange = useMay('admin')
  const organisation = data?.data.organisation
  return (
    <SettingsFrame title="Organisation" lead="What partners see, and when a day begins.">
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {organisation ? (
        <Card>{mayChange ? <Form organisation={organisation} /> : <Shown organisation={organisation} />}</Card>
      ) : error ? null : (
        <Waiting rows={3} />
      )}
    </SettingsFrame>
  )
}

function Shown({ organisation: { name, timeZone } }: { organisation: Organisation }) {
  return (
    <Facts>
      <Fact name="Name">{name}</Fact>
      <Fact name="Time zone">{zoneWords(timeZone)}</Fact>
    </Facts>
  )
}

const zoneWords = (zone: string) => zone.replaceAll('_', ' ')

const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
  value: zone,
  label: zoneWords(zone),
}))

function Form({ organisation }: { organisation: Organisation }) {
  const { name, timeZone } = organisation
  const change = useChange('PATCH /api/v1/organisation', { alsoStale: ['me', 'reports'] })
  const form = useForm({
    initialValues: { name, timeZone },
    validate: { name: (value) => (value.trim() ? null : 'Type the name of your company.') },
  })
  const save = async (values: { name: string; timeZone: string }) => {
    await change.mutateAsync({ body: values }).then(
      () => {
        form.resetDirty(values)
        const undo = async () => {
          await change.mutateAsync({ body: { name, timeZone } })
          form.setInitialValues({ name, timeZone })
          form.reset()
        }
        tellDone('The organisation was changed.', undo)
      },
      (error: unknown) => showFaults(form, error),
    )
  }
  const known = zones.some(({ value }) => value === timeZone)
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))}>
      <Stack gap="md" align="flex-start">
        <TextInput
          label="Name"
          description="Partners see it in their portal, in letters and on statements."
          w={{ base: '100%', xs: 360 }}
          {...form.getInputProps('name')}
        />
        <Select
          label="Time zone"
          description="Reports and periods begin their days by it. Figures by day follow within a few minutes."
          data={known ? zones : [{ value: timeZone, label: zoneWords(timeZone) }, ...zones]}
          searchable
          allowDeselect={false}
          limit={100}
          w={{ base: '100%', xs: 360 }}
          {...form.getInputProps('timeZone')}
        />
        <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
          Save
        </Button>
      </Stack>
    </form>
  )
}
