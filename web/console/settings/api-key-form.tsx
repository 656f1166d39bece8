import {
  Alert,
  Button,
  Checkbox,
  Code,
  Fieldset,
  Group,
  Modal,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { CopyText, showFaults } from '../../ui/act.tsx'
import { holds, useProfile } from '../session.ts'
import { PartnerChoice } from './partner-choice.tsx'
import { type Scope, scopeAreas } from './scopes.ts'

type Values = {
  name: string
  scopes: Scope[]
  partnerId: string | null
  expiresAt: string
  rateLimitPerMinute: string | number
}

const blank: Values = { name: '', scopes: [], partnerId: null, expiresAt: '', rateLimitPerMinute: '' }

/** A new key: what it is for and what it may do; then its secret, this once. */
export function NewKeyModal({ opened, close }: { opened: boolean; close: () => void }) {
  const [secret, setSecret] = useState<string>()
  const leave = () => {
    setSecret(undefined)
    close()
  }
  return (
    <Modal
      opened={opened}
      onClose={leave}
      title={secret ? 'Your new API key' : 'Create an API key'}
      size="xl"
      closeOnClickOutside={!secret}
    >
      {secret ? <Secret secret={secret} leave={leave} /> : <KeyForm made={setSecret} leave={leave} />}
    </Modal>
  )
}

function Secret({ secret, leave }: { secret: string; leave: () => void }) {
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light" icon={<TriangleAlert aria-hidden />} title="Copy it now">
        It is shown this once. Keep it where you keep passwords, and never in a page or a repository.
      </Alert>
      <Group wrap="nowrap" gap="xs">
        <Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} aria-label="API key">
          {secret}
        </Code>
        <CopyText value={secret} label="Copy the key" />
      </Group>
      <Text size="sm" c="dimmed">
        Programs send it in the header <Code>x-api-key</Code>.
      </Text>
      <Group justify="flex-end">
        <Button onClick={leave}>I have copied it</Button>
      </Group>
    </Stack>
  )
}

function KeyForm({ made, leave }: { made: (secret: string) => void; leave: () => void }) {
  const create = useChange('POST /api/v1/api-keys')
  const form = useForm<Values>({
    initialValues: blank,
    validate: {
      name: (value) => (value.trim() ? null : 'Say what the key is for.'),
      scopes: (value) => (value.length ? null : 'Choose at least one thing that it may do.'),
    },
  })
  const act = async ({ name, scopes, partnerId, expiresAt, rateLimitPerMinute }: Values) => {
    const body = {
      name,
      scopes: scopes.includes('admin') ? (['admin'] as Scope[]) : scopes,
      ...(partnerId ? { partnerId } : {}),
      ...(expiresAt ? { expiresAt } : {}),
      ...(rateLimitPerMinute === '' ? {} : { rateLimitPerMinute: Number(rateLimitPerMinute) }),
    }
    await create.mutateAsync({ body }).then(
      ({ data }) => made(data.key),
      (error: unknown) => showFaults(form, error),
    )
  }
  return (
    <form onSubmit={form.onSubmit((values) => void act(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="ERP"
          description="What uses it."
          data-autofocus
          {...form.getInputProps('name')}
        />
        <ScopeChoice {...form.getInputProps('scopes')} value={form.values.scopes} />
        <PartnerChoice
          label="Only for one partner (optional)"
          description="It then acts for this partner, and sees nothing of the others."
          placeholder="The whole organisation"
          value={form.values.partnerId}
          onChange={(id) => form.setFieldValue('partnerId', id)}
        />
        <Group grow align="flex-start">
          <TextInput
            label="Ends (optional)"
            type="date"
            description="It works until the end of this day (UTC)."
            {...form.getInputProps('expiresAt')}
          />
          <NumberInput
            label="Requests a minute (optional)"
            description="Empty: what the server allows."
            min={0}
            max={1_000_000}
            allowDecimal={false}
            hideControls
            {...form.getInputProps('rateLimitPerMinute')}
          />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create the key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type ChoiceProps = { value: Scope[]; onChange: (scopes: string[]) => void; error?: unknown }

/** Every scope that one may give, in words: those that one has, and only an owner gives all of them. */
function ScopeChoice({ value, onChange, error }: ChoiceProps) {
  const { data } = useProfile()
  const mayGive = (scope: string) => (scope === 'admin' ? data?.member.role === 'OWNER' : holds(data, scope))
  const isAll = value.includes('admin')
  return (
    <Checkbox.Group label="What may it do?" error={error as string | undefined} value={value} onChange={onChange}>
      <Stack gap="sm" mt="xs">
        {scopeAreas.map(({ name, scopes }) => (
          <Fieldset key={name} legend={name} p="sm">
            <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing={10}>
              {Object.entries(scopes)
                .filter(([scope]) => mayGive(scope))
                .map(([scope, words]) => (
                  <Checkbox
                    key={scope}
                    value={scope}
                    label={words}
                    size="sm"
                    disabled={isAll && scope !== 'admin'}
                    description={<Code fz="xs">{scope}</Code>}
                  />
                ))}
            </SimpleGrid>
          </Fieldset>
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
