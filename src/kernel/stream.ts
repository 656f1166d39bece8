/** Text that a verb gives piece by piece, with what the headers of its answer are to say. */
export type TextStream = AsyncIterable<string> & { readonly headers?: Readonly<Record<string, string>> }

export function textStream(pieces: AsyncIterable<string>, headers: Readonly<Record<string, string>>): TextStream {
  return Object.assign(pieces, { headers })
}

/** The header that makes a browser, or `curl -OJ`, save an answer under this name. */
export const asFile = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` })
