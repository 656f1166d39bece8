import { invalidField } from '#/kernel/error.ts'

export type Line = { number: number; text: string }

/** More than this without an end of line, or inside one pair of quotation marks, is no cell that anybody meant. */
export const longest = 1_000_000

/** The lines of a file, numbered from 1, without their `\n`. Bytes that are not UTF-8 become U+FFFD; a BOM is dropped. */
export async function* linesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let rest = ''
  let number = 0
  for await (const chunk of file) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) yield { number: (number += 1), text }
    if (rest.length > longest) throw tooLong(number + 1)
  }
  rest += decoder.decode()
  if (rest) yield { number: number + 1, text: rest }
}

const tooLong = (line: number) =>
  invalidField('file', 'too_big', `Line ${line} is longer than ${longest} characters. Is this a CSV file?`)
