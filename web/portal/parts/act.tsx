import type { UseFormReturnType } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { ApiError } from '../../api/client.ts'
import { tellDone } from '../../ui/act.tsx'
import { fieldFaultText } from './field-fault.ts'
import { faultText } from './reading.tsx'
import { useWords } from './words.ts'

/** Says that something was done. */
export function useDone() {
  const { t } = useWords()
  return (message: string) => tellDone(message, undefined, t('common.close'))
}

/** Says in the visitor's language what went wrong: beside its fields, which may have other names than in the API. */
export function useFaults() {
  const { t, language } = useWords()
  const tell = (error: unknown) =>
    void notifications.show({
      color: 'red',
      title: t('common.failed'),
      message: faultText(t, error),
      autoClose: 10_000,
      closeButtonProps: { 'aria-label': t('common.close') },
      role: 'alert',
    })
  function beside<T extends Record<string, unknown>>(
    form: UseFormReturnType<T>,
    error: unknown,
    { names = {} }: { names?: Record<string, keyof T & string> } = {},
  ): void {
    const fields = error instanceof ApiError ? error.fields : []
    const values = form.getValues()
    const found = fields.flatMap((fault) => {
      const path = fault.path.map(String)
      const name = names[path.join('.')] ?? path.find((step) => step in values)
      return name === undefined ? [] : [[name, fieldFaultText({ t, language }, fault)] as const]
    })
    form.setErrors(Object.fromEntries(found))
    if (found.length < Math.max(1, fields.length)) tell(error)
  }
  return { tell, beside }
}
