import { ActionIcon, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Code as Brackets, X } from 'lucide-react'
import { useChange, useRead } from '../../api/queries.ts'
import { showFaults, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card, Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { ApiError } from '../../api/client.ts'
import { useMay } from '../session.ts'
import { SettingsFrame } from './frame.tsx'

/** The hosts whose pages may show the portal in a frame. */
export function EmbedDomainsPage() {
  const { data, error, refetch } = useRead('GET /api/v1/embed-domains', {})
  const domains = data?.data.domains
  const mayWrite = useMay('partners:write')
  return (
    <SettingsFrame
      title="Embed domains"
      lead="Pages of these hosts may show the partner portal in a frame. Nobody else may."
    >
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {domains ? (
        <Card>
          <Stack gap="md">
            {domains.length ? (
              <DomainList domains={domains} mayWrite={mayWrite} />
            ) : (
              <Empty title="No host yet" icon={Brackets}>
                Add the host of your product, such as app.example.com. Then open a session by the API and put its
                address into an iframe.
              </Empty>
            )}
            {mayWrite ? <AddForm domains={domains} /> : null}
            <Text size="sm" c="dimmed">
              Each subdomain is listed by itself. For tries on your machine add <Code>http://localhost:3000</Code>.
            </Text>
          </Stack>
        </Card>
      ) : error ? null : (
        <Waiting rows={3} />
      )}
    </SettingsFrame>
  )
}

function useSet() {
  const change = useChange('PUT /api/v1/embed-domains')
  return { isPending: change.isPending, set: (domains: string[]) => change.mutateAsync({ body: { domains } }) }
}

function DomainList({ domains, mayWrite }: { domains: string[]; mayWrite: boolean }) {
  const { set } = useSet()
  const remove = async (domain: string) => {
    await set(domains.filter((one) => one !== domain))
    tellDone(`${domain} was removed.`, () => set(domains))
  }
  return (
    <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }} aria-label="Embed domains">
      {domains.map((domain) => (
        <Group component="li" key={domain} justify="space-between" wrap="nowrap">
          <Text style={{ overflowWrap: 'anywhere' }}>{domain}</Text>
          {mayWrite ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${domain}`}
              onClick={() => void remove(domain).catch(tellFailure)}
            >
              <X size={16} />
            </ActionIcon>
          ) : null}
        </Group>
      ))}
    </Stack>
  )
}

function AddForm({ domains }: { domains: string[] }) {
  const { set, isPending } = useSet()
  const form = useForm({
    initialValues: { domain: '' },
    validate: { domain: (value) => (value.trim() ? null : 'Type a host, such as app.example.com.') },
  })
  const add = async ({ domain }: { domain: string }) => {
    await set([...domains, domain.trim()]).then(
      () => {
        form.reset()
        tellDone(`${domain.trim()} may show the portal.`, () => set(domains))
      },
      (error: unknown) => {
        const [fault] = error instanceof ApiError ? error.fields : []
        if (fault) form.setFieldError('domain', fault.message)
        else showFaults(form, error)
      },
    )
  }
  return (
    <form onSubmit={form.onSubmit((values) => void add(values))} noValidate>
      <Group align="flex-start" gap="sm">
        <TextInput
          aria-label="Host"
          placeholder="app.example.com"
          w={{ base: '100%', xs: 280 }}
          {...form.getInputProps('domain')}
        />
        <Button type="submit" loading={isPending}>
          Add
        </Button>
      </Group>
    </form>
  )
}
