import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { DomainError, invalidField } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { invalidBody } from './faults.ts'

/** How the API description tells of that form. */
export const fileBody: JsonObject = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'string', format: 'binary', description: 'The file.' } },
        required: ['file'],
      },
    },
  },
}

/**
 * The file of a form, as its bytes.
 *
 * The whole form is taken in before the first byte is given, by way of the disk: a file that is too large, or that
 * breaks off, is refused before anything is done with it, and a slow sender holds nothing up.
 */
export async function* fileOf(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  if (!request.isMultipart()) throw invalidBody('Send the file as multipart/form-data, in a part named file.', 'custom')
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-upload-'))
  try {
    const path = join(folder, 'file')
    if (!(await saveTo(path, request)))
      throw invalidField('file', 'invalid_type', 'Send the file in a part named file.')
    yield* createReadStream(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function saveTo(path: string, request: FastifyRequest): Promise<boolean> {
  let isSaved = false
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field')
        throw invalidField(
          part.fieldname,
          'unrecognized_keys',
          'Send this in the query; the form holds the file alone.',
        )
      if (part.fieldname !== 'file')
        throw invalidField(part.fieldname, 'unrecognized_keys', 'The part of the file is named file.')
      await pipeline(part.file, createWriteStream(path))
      isSaved = true
    }
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume()
    throw isOfTheForm(error) ? invalidBody(`The form cannot be read: ${error.message}.`, 'custom') : error
  }
  return isSaved
}

/** Not a refusal already, not too large, and not a failure of our own disk. */
const isOfTheForm = (error: unknown): error is Error =>
  error instanceof Error &&
  !(error instanceof DomainError) &&
  !('syscall' in error) &&
  (error as NodeJS.ErrnoException).code !== 'FST_REQ_FILE_TOO_LARGE'
