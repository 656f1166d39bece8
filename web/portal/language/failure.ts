import type { TFunction } from 'i18next'
import { ApiError } from '../../api/client.ts'

/** What went wrong, in the visitor's language; what only the API can say stays in its words. */
export function failureText(t: TFunction<'shell'>, error: unknown): string {
  if (!(error instanceof ApiError)) return t('failures.unknown')
  if (error.status === 0) return t('failures.unreachable')
  if (error.code === 'CODE_REFUSED') return t('failures.code')
  if (error.status === 401) return t('failures.signedOut')
  if (error.status === 429) return t('failures.tooOften')
  if (error.status >= 500) return t('failures.unknown')
  return error.message
}
