import { Grid, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useRead } from '../../api/queries.ts'
import { dateText } from '../../ui/date.tsx'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { useMay } from '../session.ts'
import { ConversionActions } from './actions.tsx'
import { ConversionFacts } from './facts.tsx'
import { Story } from './story.tsx'
import { Since } from './since.tsx'
import { type Conversion, statuses } from './words.ts'

const above = [{ to: '/conversions', label: 'Conversions' }]

/** One conversion: what it is, who has it and why, and what came of it. */
export function ConversionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/conversions/{id}', { path: { id } })
  if (error)
    return (
      <Page title="Conversion" above={above}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  if (!data)
    return (
      <Page title="Conversion" above={above}>
        <Waiting />
      </Page>
    )
  return <Told conversion={data.data} />
}

function Told({ conversion }: { conversion: Conversion }) {
  const mayDecide = useMay('affiliate:manage')
  const { label, tone } = statuses[conversion.status]
  return (
    <Page
      title={conversion.email ?? conversion.customerId ?? conversion.externalId ?? 'Conversion'}
      above={above}
      beside={<Status tone={tone}>{label}</Status>}
      lead={`Recorded ${dateText(conversion.createdAt, 'time')}`}
      actions={mayDecide ? <ConversionActions conversion={conversion} /> : null}
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }} order={{ base: 2, md: 1 }}>
          <Explained conversion={conversion} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }} order={{ base: 1, md: 2 }}>
          <ConversionFacts conversion={conversion} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Explained({ conversion }: { conversion: Conversion }) {
  const { id } = conversion
  const { data, error, refetch } = useRead('GET /api/v1/conversions/{id}/explanation', { path: { id } })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={8} />
  return (
    <Stack gap="md">
      <Story explanation={data.data.recorded} at={conversion.createdAt} />
      <Since explained={data.data} conversion={conversion} />
    </Stack>
  )
}
