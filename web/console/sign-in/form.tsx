import { Alert, Button, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../api/client.ts'

type Props<T extends Record<string, unknown>> = {
  form: UseFormReturnType<T>
  act: (values: T) => Promise<unknown>
  confirm: string
  children: ReactNode
}

/** A form that says by itself what is wrong: beside its fields where it can, else above its button. */
export function EntryForm<T extends Record<string, unknown>>({ form, act, confirm, children }: Props<T>) {
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const submit = async (values: T) => {
    setBusy(true)
    setRefusal(undefined)
    await act(values)
      .catch((error: unknown) => setRefusal(beside(form, error)))
      .finally(() => setBusy(false))
  }
  return (
    <form onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
      <Stack gap="sm">
        {children}
        {refusal ? (
          <Alert role="alert" color="red" variant="light" icon={<CircleAlert aria-hidden />} py="xs">
            {refusal}
          </Alert>
        ) : null}
        <Button type="submit" fullWidth loading={isBusy} mt={4}>
          {confirm}
        </Button>
      </Stack>
    </form>
  )
}

/** Puts faults beside their fields; what is of none of them is returned. */
function beside<T extends Record<string, unknown>>(form: UseFormReturnType<T>, error: unknown): string | undefined {
  const values = form.getValues()
  const faults = error instanceof ApiError ? error.fields : []
  const known = faults.filter(({ path }) => String(path[0]) in values)
  if (!known.length) return error instanceof Error ? error.message : String(error)
  form.setErrors(Object.fromEntries(known.map(({ path, message }) => [String(path[0]), message])))
  return undefined
}
