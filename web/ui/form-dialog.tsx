import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'

type Props = {
  title: string
  close: () => void
  /** What comes once it is done, instead of closing. */
  done?: () => void
  /** What the button says that submits. */
  confirm: string
  submit: () => Promise<unknown>
  /** What is done with a refusal: beside the fields, or as a notification. */
  refused: (error: unknown) => void
  isDangerous?: boolean
  isReady?: boolean
  size?: ModalProps['size']
  children: ReactNode
}

/** A form in a dialog: Enter submits, Escape closes; it closes by itself once what was asked is done. */
export function FormDialog({
  title,
  close,
  done = close,
  confirm,
  submit,
  refused,
  isDangerous = false,
  isReady = true,
  size = 'md',
  children,
}: Props) {
  const [isBusy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      await submit()
      done()
    } catch (error) {
      refused(error)
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={title} size={size}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy && isReady) void run()
        }}
      >
        <Stack>
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy} disabled={!isReady} color={isDangerous ? 'red' : undefined}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
