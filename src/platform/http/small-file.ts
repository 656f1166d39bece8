import { DomainError, invalidField } from '#/kernel/error.ts'

/** A small file as a whole; one over its limit is refused before all of it is taken in. */
export async function wholeFile(
  file: AsyncIterable<Uint8Array>,
  most: { bytes: number; said: string },
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of file) {
    size += chunk.length
    if (size > most.bytes) throw new DomainError('too_large', 'PAYLOAD_TOO_LARGE', `This file is over ${most.said}.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export const notThatFile = (message: string): DomainError => invalidField('file', 'invalid_format', message)
