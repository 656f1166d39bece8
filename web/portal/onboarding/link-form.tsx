import { Alert, Button, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureText } from '../language/failure.ts'

type Props<T extends object> = {
  form: UseFormReturnType<T>
  confirm: string
  children: ReactNode
  /** False for a failure that it has told itself. */
  act: (values: T) => Promise<void>
  tells: (error: unknown) => boolean
}

/** A form that is sent once; what went wrong is said above its button. */
export function LinkForm<T extends object>({ form, confirm, children, act, tells }: Props<T>) {
  const { t } = useTranslation('shell')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const send = async (values: T) => {
    setBusy(true)
    setFault(undefined)
    await act(values).catch((error: unknown) => {
      if (!tells(error)) setFault(failureText(t, error))
    })
    setBusy(false)
  }
  return (
    <form onSubmit={form.onSubmit((values) => void send(values))} noValidate>
      <Stack gap="md">
        {children}
        {fault === undefined ? null : (
          <Alert color="red" variant="light" icon={<CircleAlert aria-hidden />} role="alert">
            {fault}
          </Alert>
        )}
        <Button type="submit" loading={isBusy}>
          {confirm}
        </Button>
      </Stack>
    </form>
  )
}
