import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { AffiliateLink } from './words.ts'

type Props = { link: AffiliateLink; opened: boolean; close: () => void }

/** The QR code of a link, to look at and to take along. */
export function QrDialog({ link: { id, code, url }, opened, close }: Props) {
  const drawing = `/api/v1/links/${id}/qr`
  return (
    <Modal opened={opened} onClose={close} title={`QR code of ${code}`}>
      <Stack align="center" gap="sm">
        <img
          src={`${drawing}?format=svg&size=260`}
          width={260}
          height={260}
          alt={`QR code that leads to ${url}`}
          style={{ background: 'white', borderRadius: 8, maxWidth: '100%' }}
        />
        <Text size="sm" c="dimmed" ta="center" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
        <Group gap="xs">
          <Button component="a" href={`${drawing}?format=png&size=1024`} download={`${code}.png`} variant="default">
            Download PNG
          </Button>
          <Button component="a" href={`${drawing}?format=svg&size=1024`} download={`${code}.svg`} variant="default">
            Download SVG
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
