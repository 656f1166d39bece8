import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import icon from '../../ui/icon.svg'

/** A page for somebody who is not signed in: one sheet in the middle. */
export function Outside({
  title,
  lead,
  children,
  below,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  below?: ReactNode
}) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <Center component="main" mih="100vh" p="md">
      <Box w="100%" maw={420}>
        <Group gap="xs" justify="center" mb="md">
          <img src={icon} alt="" width={30} height={30} />
          <Text fw={650} size="lg">
            Symbolon
          </Text>
        </Group>
        <Paper withBorder radius="lg" p={{ base: 'lg', xs: 'xl' }} shadow="sm">
          <Stack gap="md">
            <Stack gap={4}>
              <Title order={1} size="h2">
                {title}
              </Title>
              {lead ? <Text c="dimmed">{lead}</Text> : null}
            </Stack>
            {children}
          </Stack>
        </Paper>
        {below ? (
          <Group justify="center" mt="md" gap="xs">
            {below}
          </Group>
        ) : null}
      </Box>
    </Center>
  )
}
