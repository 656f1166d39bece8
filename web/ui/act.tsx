import { ActionIcon, Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { Check, Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { dialogs } from './dialogs-wanted.ts'

let toldTimes = 0

/** Says that something was done, and offers to undo it where that can be; said again, the same offers to undo the last. */
export function tellDone(message: string, undo?: () => Promise<unknown>, close = 'Close'): void {
  const id = `done-${message}`
  const revert = async () => {
    notifications.hide(id)
    await undo?.()
      .then(() => tellDone('Undone.'))
      .catch(tellFailure)
  }
  toldTimes += 1
  const notice = {
    id,
    color: 'teal',
    icon: <Check size={16} aria-hidden />,
    // Another length begins the time of one that is shown already anew.
    autoClose: (undo ? 10_000 : 4000) + (toldTimes % 2),
    closeButtonProps: { 'aria-label': close },
    message: undo ? (
      <Group justify="space-between">
        <span>{message}</span>
        <Button size="compact-sm" variant="subtle" onClick={() => void revert()}>
          Undo
        </Button>
      </Group>
    ) : (
      message
    ),
  }
  notifications.show(notice)
  notifications.update(notice)
}

/** Says what went wrong, where no form can. */
export function tellFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  notifications.show({
    color: 'red',
    title: 'This did not work',
    message,
    autoClose: 10_000,
    role: 'alert',
  })
}

type Question = {
  title: string
  text: ReactNode
  confirm: string
  isDangerous?: boolean
  cancel?: string
  act: () => Promise<unknown>
}

/** Asks before something is done that cannot be undone, or that is larger than it looks. */
export function ask({ title, text, confirm, isDangerous = false, cancel = 'Cancel', act }: Question): void {
  const open = () =>
    modals.openConfirmModal({
      title,
      children: typeof text === 'string' ? <Text size="sm">{text}</Text> : text,
      labels: { confirm, cancel },
      confirmProps: { color: isDangerous ? 'red' : undefined },
      onConfirm: () => void act().catch(tellFailure),
    })
  void dialogs.want().then(open)
}

/** Puts what the API says of fields beside them; what is of no field is told as a notification. */
export function showFaults<T extends Record<string, unknown>>(form: UseFormReturnType<T>, error: unknown): void {
  const fields = error instanceof ApiError ? error.fields : []
  const values = form.getValues()
  const known = fields.filter(({ path }) => String(path[0]) in values)
  form.setErrors(Object.fromEntries(known.map(({ path, message }) => [nameOf(path, values), message])))
  if (!known.length || known.length < fields.length) tellFailure(error)
}

/** The deepest field of the form that a path leads to: `commission.percent`, or `commission` where the form has no more. */
function nameOf(path: (string | number)[], values: Record<string, unknown>): string {
  const [first = '', ...rest] = path.map(String)
  const value = values[first]
  const isList = Array.isArray(value) && value.every((one) => typeof one !== 'object')
  const isDeep = rest.length > 0 && typeof value === 'object' && value !== null && !isList
  return isDeep ? [first, ...rest].join('.') : first
}

/** Copies a text, and says so. */
export function CopyText({ value, label, copied = 'Copied' }: { value: string; label: string; copied?: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied: isCopied, copy }) => (
        <ActionIcon
          variant="subtle"
          onClick={copy}
          title={label}
          aria-label={isCopied ? copied : label}
          color={isCopied ? 'teal' : undefined}
        >
          {isCopied ? <Check size={16} /> : <Copy size={16} />}
        </ActionIcon>
      )}
    </CopyButton>
  )
}

/** A name and its value, one under the other: what a page tells of one thing. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Stack component="dl" gap="xs" m={0}>
      {children}
    </Stack>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text component="dt" c="dimmed" size="sm" w={150} style={{ flexShrink: 0 }}>
        {name}
      </Text>
      <Text component="dd" m={0} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {children}
      </Text>
    </Group>
  )
}
