/** A line of a file. One that is longer than any row comes without its text. */
export type Line = { number: number; text: string; isTooLong?: true }

/** More than this without an end of line, or inside one pair of quotation marks, is no cell that anybody meant. */
export const longest = 1_000_000

/** The lines of a file, numbered from 1, without their `\n`. Bytes that are not UTF-8 become U+FFFD; a BOM is dropped. */
export async function* linesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  let number = 0
  const line = (text: string): Line => {
    const whole = isTooLong || text.length > longest ? ({ text: '', isTooLong: true } as const) : { text }
    isTooLong = false
    return { number: (number += 1), ...whole }
  }
  for await (const chunk of file) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) yield line(text)
    if (rest.length > longest) {
      isTooLong = true
      rest = ''
    }
  }
  rest += decoder.decode()
  if (rest || isTooLong) yield line(rest)
}
