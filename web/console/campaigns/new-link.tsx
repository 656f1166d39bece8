import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { CopyText, tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PartnerSelect } from '../names.tsx'
import type { AffiliateLink, Campaign } from './words.ts'

type Props = { campaign: Campaign; opened: boolean; close: () => void }

/** Gives a partner its link, and shows the address to copy. */
export function NewLinkDialog({ campaign: { id, name }, opened, close }: Props) {
  const create = useChange('POST /api/v1/campaigns/{id}/links', { alsoStale: ['links'] })
  const [made, setMade] = useState<AffiliateLink | null>(null)
  const form = useForm<{ partnerId: string | null; alias: string }>({
    initialValues: { partnerId: null, alias: '' },
    validate: { partnerId: (chosen) => (chosen ? null : 'Choose a partner.') },
  })
  const leave = () => {
    close()
    form.reset()
    setMade(null)
  }
  const submit = async () => {
    const { partnerId, alias } = form.values
    const body = { partnerId: partnerId ?? '', ...(alias.trim() ? { alias: alias.trim() } : {}) }
    const { data } = await create.mutateAsync({ path: { id }, body })
    setMade(data)
    tellDone('The partner has its link.')
  }
  if (made)
    return (
      <Modal opened={opened} onClose={leave} title="Give a partner a link">
        <Made link={made} campaign={name} leave={leave} />
      </Modal>
    )
  return (
    <FormDialog
      title="Give a partner a link"
      opened={opened}
      close={leave}
      done={() => {}}
      confirm="Make the link"
      form={form}
      submit={submit}
    >
      <PartnerSelect
        label="Partner"
        placeholder="Type a name or domain"
        withAsterisk
        data-autofocus
        {...form.getInputProps('partnerId')}
      />
      <TextInput
        label="Alias"
        description="A code of your choice beside the one that is made. Letters, digits and hyphens."
        placeholder="larkspur-spring"
        {...form.getInputProps('alias')}
      />
    </FormDialog>
  )
}

function Made({ link: { url }, campaign, leave }: { link: AffiliateLink; campaign: string; leave: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm">This is the partner’s address in {campaign}. Send it to them; the portal shows it, too.</Text>
      <Group gap={4} wrap="nowrap">
        <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
        <CopyText value={url} label="Copy the address" />
      </Group>
      <Group justify="flex-end">
        <Button onClick={leave} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
