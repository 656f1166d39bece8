import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Trash2 } from 'lucide-react'
import { useChange } from '../../api/queries.ts'
import { ask, CopyText, showFaults, tellDone } from '../../ui/act.tsx'
import type { AffiliateLink } from './words.ts'

type Props = { link: AffiliateLink; opened: boolean; close: () => void }

/** The other codes of a link: what they are, one more, one less. */
export function AliasDialog({ link, opened, close }: Props) {
  const { id, code, url, aliases, aliasCount } = link
  const add = useChange('POST /api/v1/links/{id}/aliases')
  const form = useForm({ initialValues: { alias: '' } })
  const submit = form.onSubmit(async ({ alias }) => {
    try {
      await add.mutateAsync({ path: { id }, body: { alias } })
      form.reset()
      tellDone(`${alias} leads the same way.`)
    } catch (error) {
      showFaults(form, error)
    }
  })
  return (
    <Modal opened={opened} onClose={close} title={`Aliases of ${code}`}>
      <Stack gap="sm">
        <Text size="sm">Other addresses that lead the same way, and count for the same link.</Text>
        {aliases.map((alias) => (
          <Alias key={alias} link={link} alias={alias} url={url.replace(code, alias)} />
        ))}
        {aliasCount > aliases.length ? (
          <Text size="sm" c="dimmed">
            And {aliasCount - aliases.length} more.
          </Text>
        ) : null}
        <form onSubmit={submit}>
          <Group align="flex-start" gap="xs">
            <TextInput
              label="New alias"
              description="Letters, digits and hyphens."
              placeholder="larkspur-spring"
              required
              data-autofocus
              style={{ flex: 1 }}
              {...form.getInputProps('alias')}
            />
            <Button type="submit" loading={add.isPending} mt={44}>
              Add
            </Button>
          </Group>
        </form>
      </Stack>
    </Modal>
  )
}

function Alias({ link, alias, url }: { link: AffiliateLink; alias: string; url: string }) {
  const remove = useChange('DELETE /api/v1/links/{id}/aliases/{alias}')
  const askToRemove = () =>
    ask({
      title: `Remove ${alias}`,
      text: 'It leads nowhere from then on, and anybody may take it: this cannot be undone for certain. Where the address has been printed, revoke the link instead.',
      confirm: 'Remove',
      isDangerous: true,
      act: async () => {
        await remove.mutateAsync({ path: { id: link.id, alias } })
        tellDone(`${alias} is removed.`)
      },
    })
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {url}
      </Text>
      <Group gap={4} wrap="nowrap">
        <CopyText value={url} label={`Copy ${alias}`} />
        <ActionIcon variant="subtle" color="red" aria-label={`Remove ${alias}`} onClick={askToRemove}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  )
}
