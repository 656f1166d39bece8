type Headers = Readonly<Record<string, string>>

/** Text or bytes that a verb gives piece by piece, with what the headers of its answer are to say. */
export type Stream = AsyncIterable<string | Uint8Array> & { readonly headers?: Headers }
export type TextStream = AsyncIterable<string> & { readonly headers?: Headers }

export function textStream(pieces: AsyncIterable<string>, headers: Headers): TextStream {
  return Object.assign(pieces, { headers })
}

/** A file that is whole already; its media type among the headers stands before that of its route. */
export function fileStream(content: string | Uint8Array, headers: Headers): Stream {
  return Object.assign(pieceOf(content), { headers })
}

async function* pieceOf(content: string | Uint8Array) {
  yield content
}

/** The header that makes a browser, or `curl -OJ`, save an answer under this name. */
export const asFile = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` })
