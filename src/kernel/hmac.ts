import { createHmac, hash } from 'node:crypto'

const blockBytes = 64
const digestBytes = 32
const longest = 1_024

/**
 * HMAC-SHA256 of texts under one key of at most 64 bytes, in base64url.
 *
 * It is `createHmac`, which costs twice the time and leaves an object of C++ behind at each call: here the hashes of RFC 2104
 * are asked for by themselves, over bytes that are made once. Texts of more than 1,024 characters go to `createHmac`.
 */
export function hmacOf(key: Buffer): (text: string) => string {
  const inner = padded(key, 0x36, longest * 3)
  const outer = padded(key, 0x5c, digestBytes)
  return (text) => {
    if (text.length > longest) return createHmac('sha256', key).update(text).digest('base64url')
    const bytes = inner.write(text, blockBytes)
    outer.write(hash('sha256', inner.subarray(0, blockBytes + bytes), 'binary'), blockBytes, 'binary')
    return hash('sha256', outer, 'base64url')
  }
}

/** A block of the key, each byte of it joined with `pad`, and room for what is hashed behind it. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  if (key.length > blockBytes) throw new RangeError('A key of HMAC-SHA256 has at most 64 bytes here.')
  const block = Buffer.alloc(blockBytes + room)
  for (let at = 0; at < blockBytes; at += 1) block[at] = (key[at] ?? 0) ^ pad
  return block
}
