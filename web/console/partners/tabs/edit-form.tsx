import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { submit: () => void; close: () => void; isBusy: boolean; children: ReactNode }

/** A form in place of what it changes: Enter saves, Escape leaves it as it was. */
export function EditForm({ submit, close, isBusy, children }: Props) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      }}
    >
      <Stack gap="sm">
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
