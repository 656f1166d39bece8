import { Button, Center, Group, Stack, Text } from '@mantine/core'
import { Download } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { Card } from '../../ui/notice.tsx'
import { useWords } from '../parts/words.ts'

/** The QR code of a link, to look at and to save. */
export function QrCode({ link: { id, url, code } }: { link: Schemas['PortalLink'] }) {
  const { t } = useWords()
  const file = (format: 'png' | 'svg', size: number) => `/api/v1/portal/links/${id}/qr?format=${format}&size=${size}`
  return (
    <Card title={t('links.qr')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('links.qrLead')}
        </Text>
        <Center>
          <img src={file('png', 512)} alt={t('links.qrAlt', { url })} width={200} height={200} />
        </Center>
        <Group justify="center" gap="xs">
          {(['png', 'svg'] as const).map((format) => (
            <Button
              key={format}
              component="a"
              href={file(format, 1024)}
              download={`${code}.${format}`}
              variant="default"
              leftSection={<Download size={16} aria-hidden />}
            >
              {t(`links.${format}`)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  )
}
