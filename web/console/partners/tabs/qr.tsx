import { Anchor, Center, Group, Modal, Stack, Text } from '@mantine/core'
import type { Schemas } from '#web/api/client.ts'

/** The link as a picture that telephones read. */
export function QrDialog({ link: { id, code, url }, close }: { link: Schemas['AffiliateLink']; close: () => void }) {
  const picture = (query: string) => `/api/v1/links/${encodeURIComponent(id)}/qr?${query}`
  return (
    <Modal opened onClose={close} title="QR code" size="sm">
      <Stack align="center">
        <Center bg="white" p="md" style={{ borderRadius: 'var(--mantine-radius-md)' }}>
          <img src={picture('format=svg')} alt={`QR code of ${url}`} width={220} height={220} />
        </Center>
        <Text size="sm" ta="center" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
        <Group>
          <Anchor href={picture('format=png&size=1024')} download={`${code}.png`}>
            Download as PNG
          </Anchor>
          <Anchor href={picture('format=svg')} download={`${code}.svg`}>
            Download as SVG
          </Anchor>
        </Group>
      </Stack>
    </Modal>
  )
}
