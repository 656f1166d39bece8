import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { call, type Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Card } from '../../ui/notice.tsx'
import { useFaults } from '../parts/act.tsx'
import { useWords } from '../parts/words.ts'
import { Address } from './address.tsx'

type Built = Schemas['PortalDeepLink']

/** Makes an address that leads to another page of the site, and tells where the campaign does not allow it. */
export function DeepLink({ link }: { link: Schemas['PortalLink'] }) {
  const { t } = useWords()
  const { beside } = useFaults()
  const [built, setBuilt] = useState<Built>()
  const form = useForm({ initialValues: { to: '', sub1: '' } })
  const paths = useRead('GET /api/v1/portal/campaigns/{id}', { path: { id: link.campaign.id } }).data?.data.allowedPaths
  const build = async ({ to, sub1 }: { to: string; sub1: string }) => {
    try {
      const query = { to, sub1: sub1 || undefined }
      setBuilt((await call('GET /api/v1/portal/links/{id}/deep-link', { path: { id: link.id }, query })).data)
    } catch (error) {
      setBuilt(undefined)
      beside(form, error)
    }
  }
  const hint = paths?.length ? t('links.pageAllowed', { paths: paths.join(', ') }) : t('links.pageHint')
  return (
    <Card title={t('links.deep')}>
      <form onSubmit={form.onSubmit((values) => void build(values))}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('links.deepLead')}
          </Text>
          <TextInput
            label={t('links.page')}
            description={hint}
            placeholder="/shop/new"
            required
            maxLength={2000}
            {...form.getInputProps('to')}
          />
          <TextInput
            label={`${t('links.note')} (${t('common.optional')})`}
            description={t('links.noteHint')}
            maxLength={255}
            {...form.getInputProps('sub1')}
          />
          <Group>
            <Button type="submit" variant="default">
              {t('links.build')}
            </Button>
          </Group>
          {built ? (
            <Paper withBorder p="sm" role="status">
              <Address url={built.url} label={`${t('links.copyLink')}: ${t('links.deep')}`} />
              <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
                {t('links.leadsTo', { destination: built.destination })}
              </Text>
            </Paper>
          ) : null}
        </Stack>
      </form>
    </Card>
  )
}
