import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { CopyText } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

/** The codes that buyers tell; nothing at all where there are none. */
export function Coupons() {
  const { t } = useWords()
  const { number } = useTexts()
  const { data } = useRead('GET /api/v1/portal/coupons', { query: { limit: 100 } })
  if (!data?.data.length) return null
  return (
    <Stack gap="xs" mt="md">
      <Title order={2}>{t('links.coupons')}</Title>
      <Text c="dimmed">{t('links.couponsLead')}</Text>
      <Group>
        {data.data.map(({ id, code, campaign, status, conversions }) => (
          <Card key={id} padding="sm">
            <Group gap="xs" wrap="nowrap">
              <div>
                <Group gap="xs" wrap="nowrap">
                  <Text ff="monospace" fw={600}>
                    {code}
                  </Text>
                  {status === 'ACTIVE' ? null : <Badge color="gray">{t(`links.status.${status}`)}</Badge>}
                </Group>
                <Text size="xs" c="dimmed">
                  {campaign.name} · {t('links.conversions')}: {number(conversions)}
                </Text>
              </div>
              <CopyText value={code} label={`${t('links.copyCoupon')}: ${code}`} copied={t('common.copied')} />
            </Group>
          </Card>
        ))}
      </Group>
    </Stack>
  )
}
