import type { ReactNode } from 'react'
import { ApiError } from '../../api/client.ts'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { type Say, useWords, type Word } from './words.ts'

/** A refusal in the visitor's language, where we know its code; else as the API says it. */
export function faultText(t: Say, error: unknown): string {
  const code = error instanceof ApiError ? (error.status === 404 ? 'NOT_FOUND' : error.code) : ''
  const said = t(`faults.${code}` as Word)
  return said === `faults.${code}` ? (error instanceof Error ? error.message : String(error)) : said
}

type Read<T> = { data: T | undefined; error: Error | null; refetch: () => unknown }

/** What was read, or its shape on the way, or why it is not there. */
export function Shown<T>({
  reading,
  children,
  rows,
}: {
  reading: Read<T>
  children: (data: T) => ReactNode
  rows?: number
}) {
  const { t } = useWords()
  if (reading.data !== undefined) return children(reading.data)
  if (!reading.error) return <Waiting rows={rows} />
  const error = new Error(faultText(t, reading.error))
  const again = reading.error instanceof ApiError && reading.error.status === 404 ? undefined : reading.refetch
  return (
    <Failure
      error={error}
      retry={again && (() => void again())}
      words={{ again: t('common.again'), title: t('common.failed') }}
    />
  )
}

/** The words of a table in the visitor's language. */
export function useTableWords() {
  const { t } = useWords()
  return { next: t('common.next'), previous: t('common.previous'), all: '' }
}
