import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale } from '../../api/queries.ts'
import { CopyText } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import type { Brought } from './referrals.tsx'

/** Makes the link by which the owner of a partner comes; it is shown once. */
export function LinkDialog({ partner: { id, name }, close }: { partner: Brought; close: () => void }) {
  const [url, setUrl] = useState<string>()
  const make = async () => {
    const { data } = await call('POST /api/v1/brought-partners/{id}/onboarding-link', { path: { id } })
    await makeStale('brought-partners')
    setUrl(data.onboardingUrl)
  }
  if (url)
    return (
      <Modal opened onClose={close} title={`Onboarding link of ${name}`}>
        <Stack>
          <Text size="sm">Copy it now: it is shown only here. It works once, and for seven days.</Text>
          <TextInput
            label="Link"
            value={url}
            readOnly
            onFocus={({ currentTarget }) => currentTarget.select()}
            rightSection={<CopyText value={url} label="Copy link" />}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    )
  return (
    <FormDialog title={`Onboarding link for ${name}`} close={close} done={() => {}} confirm="Make link" submit={make}>
      <Text size="sm">
        Whoever opens the link becomes the owner of {name}. Send it only to them. Links that were made before go on
        working.
      </Text>
    </FormDialog>
  )
}
