import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  title: string
  close: () => void
  confirm: string
  isBusy: boolean
  submit: () => void
  children: ReactNode
}

/** A form in a dialog: Enter sends it, Escape closes it. */
export function FormDialog({ title, close, confirm, isBusy, submit, children }: Props) {
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
