import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { showFaults, tellFailure } from './act.tsx'

type Props<Values extends Record<string, unknown>> = {
  title: string
  opened?: boolean
  close: () => void
  /** What comes once it is done, instead of closing. */
  done?: () => void
  /** What the button says that submits. */
  confirm: ReactNode
  /** Is checked before anything is asked, has refusals beside its fields, and is blank again once it is done. */
  form?: UseFormReturnType<Values>
  submit: () => Promise<unknown>
  /** What is done with a refusal, where that is not said beside the fields or as a notification. */
  refused?: (error: unknown) => void
  isDangerous?: boolean
  isReady?: boolean
  size?: ModalProps['size']
  children: ReactNode
}

/** A form in a dialog: Enter submits, Escape closes; it closes by itself once what was asked is done. */
export function FormDialog<Values extends Record<string, unknown>>({
  title,
  opened = true,
  close,
  done = close,
  confirm,
  form,
  submit,
  refused = (error) => (form ? showFaults(form, error) : tellFailure(error)),
  isDangerous = false,
  isReady = true,
  size = 'md',
  children,
}: Props<Values>) {
  const [isBusy, setBusy] = useState(false)
  useFocusBack(opened)
  const run = async () => {
    setBusy(true)
    try {
      await submit()
      done()
      form?.reset()
    } catch (error) {
      refused(error)
    } finally {
      setBusy(false)
    }
  }
  const start = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isBusy || !isReady || form?.validate().hasErrors) return
    void run()
  }
  return (
    <Modal opened={opened} onClose={close} title={title} size={size}>
      <form onSubmit={start}>
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

/** Where the focus was before a dialog that is there only while it is open; one that closes sees to that itself. */
function useFocusBack(opened: boolean): void {
  const [isBorn] = useState(opened)
  useEffect(() => {
    const before = document.activeElement
    return () => void (isBorn && before instanceof HTMLElement && before.focus())
  }, [isBorn])
}
