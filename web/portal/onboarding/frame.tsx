import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { LanguageMenu } from '../language-menu.tsx'
import { Mark } from '../mark.tsx'

type Props = { partner?: string | undefined; title: string; lead?: string; children: ReactNode }

/** A page that stands by itself: for which partner it is, and what it asks for or tells. */
export function LinkFrame({ partner, title, lead, children }: Props) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <Center component="main" mih="min(100vh, 640px)" p="md">
      <Stack w="100%" maw={460} gap="sm">
        <Paper withBorder p={{ base: 'md', xs: 'xl' }} radius="lg">
          <Stack gap="lg">
            <Stack gap="md" align="flex-start">
              {partner ? <Mark name={partner} logoPath={null} /> : null}
              <div>
                <Title order={1} style={{ overflowWrap: 'anywhere' }}>
                  {title}
                </Title>
                {lead ? (
                  <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {lead}
                  </Text>
                ) : null}
              </div>
            </Stack>
            {children}
          </Stack>
        </Paper>
        <Group justify="center">
          <LanguageMenu />
        </Group>
      </Stack>
    </Center>
  )
}
