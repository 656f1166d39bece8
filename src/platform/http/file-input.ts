import { z } from 'zod'

const isFile = (value: unknown): value is AsyncIterable<Uint8Array> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** A file of a form, as the bytes that come in. */
export const FileInput = z.custom<AsyncIterable<Uint8Array>>(isFile, 'A file is needed.')
