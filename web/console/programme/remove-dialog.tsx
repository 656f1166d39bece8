import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { tellFailure } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { partnersText } from './kinds.ts'

type Props = {
  name: string
  /** What it is, as one says it: `tier`. */
  one: string
  /** How many partners have it. */
  used: number
  /** The filter of the partners’ list that shows them. */
  partners?: Record<string, string>
  /** What else goes with it. */
  text?: string
  remove: () => Promise<unknown>
  close: () => void
}

/** Deletes what partners are assigned to. What is in use is not deleted: the way to its partners is shown instead. */
export function RemoveDialog(props: Props) {
  const { name, one, text = '', remove, close } = props
  const [used, setUsed] = useState(props.used)
  const refused = (error: unknown) =>
    error instanceof ApiError && error.code === 'IN_USE' ? setUsed(1) : tellFailure(error)
  if (used) return <InUse {...props} used={used} />
  return (
    <FormDialog
      title={`Delete ${name}?`}
      confirm={`Delete ${one}`}
      close={close}
      submit={remove}
      refused={refused}
      isDangerous
    >
      <Text size="sm">
        No partner has this {one}. {text}
      </Text>
    </FormDialog>
  )
}

function InUse({ name, one, used, partners, close }: Props) {
  return (
    <Modal opened onClose={close} title={`${name} is in use`}>
      <Stack>
        <Text size="sm">
          {partnersText(used)} {used === 1 ? 'has' : 'have'} this {one}. Give them another {one}, then delete it.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Close
          </Button>
          {partners ? (
            <Button component={Link} to="/partners" search={partners as never} data-autofocus>
              See these partners
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  )
}
