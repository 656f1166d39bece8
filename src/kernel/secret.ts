import { hash, randomBytes } from 'node:crypto'

/** 32 random bytes in base64url: 43 characters that nobody guesses. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret: its SHA-256. A random secret needs no salt. */
export function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
