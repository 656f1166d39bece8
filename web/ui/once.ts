import { useState } from 'react'

const random = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A key by which the server knows a repeat of the same request from this page: another content has another key. */
export function useOnceKey(): (content: unknown) => string {
  const [keys] = useState(() => new Map<string, string>())
  return (content) => {
    const text = JSON.stringify(content)
    const key = keys.get(text) ?? `console-${random()}`
    keys.set(text, key)
    return key
  }
}
