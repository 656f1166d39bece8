import { ApiError } from '../../api/client.ts'

/** What the ways of signing in take. They are no part of the API: only pages of ours may ask them. */
type Asks = {
  'sign-in/email': { email: string; password: string }
  'sign-in/email-otp': { email: string; otp: string }
  'email-otp/send-verification-otp': { email: string; type: 'sign-in' | 'forget-password' }
  'email-otp/reset-password': { email: string; otp: string; password: string }
  'sign-in/social': { to: string }
}

/** Asks to be signed in, or for what that needs. The cookie comes with the answer. */
export async function askToSignIn<K extends keyof Asks>(what: K, body: Asks[K]): Promise<{ url: string | null }> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`/api/auth/${what}`, request).catch(() => {
    throw new ApiError(0, 'UNREACHABLE', 'The server cannot be reached. Check your connection, then try again.')
  })
  const answer = (await response.json().catch(() => ({}))) as {
    data?: { url: string | null }
    error?: { code: string; message: string; details?: unknown }
  }
  if (response.ok) return answer.data ?? { url: null }
  const { code, message, details } = answer.error ?? { code: 'UNKNOWN', message: 'Something went wrong. Try again.' }
  throw new ApiError(response.status, code, message, details)
}
