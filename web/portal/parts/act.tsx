import type { UseFormReturnType } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { ApiError } from '../../api/client.ts'
import { tellDone } from '../../ui/act.tsx'
import { type Say, useWords } from './words.ts'
import { faultText } from './reading.tsx'

/** Says that something was done. */
export function useDone() {
  const { t } = useWords()
  return (message: string) => tellDone(message, undefined, t('common.close'))
}

/** Says in the visitor's language what went wrong: beside its fields where it is of fields. */
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
  function beside<T extends Record<string, unknown>>(form: UseFormReturnType<T>, error: unknown): void {
    const fields = error instanceof ApiError ? error.fields : []
    const values = form.getValues()
    const found = fields.flatMap(({ path, message }) => {
      const name = path.map(String).find((step) => step in values)
      return name === undefined ? [] : [[name, sentence(t, language, message)] as const]
    })
    form.setErrors(Object.fromEntries(found))
    if (found.length < Math.max(1, fields.length)) tell(error)
  }
  return { tell, beside }
}

/** The API says in English what is wrong with a field; in another language the field itself has to say enough. */
const sentence = (t: Say, language: string, message: string) =>
  language.startsWith('en') ? message : t('faults.field')
