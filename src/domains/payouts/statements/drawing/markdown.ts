/** A piece of text in one manner of writing. */
export type Run = { text: string; isBold: boolean; isItalic: boolean }

/** A line of a note as it was typed; an item of a list has its mark apart. */
export type Paragraph = { mark: string; runs: Run[] }

/** Reads the small part of Markdown that notes have: bold, italic, lists, links. All else stands as it was typed. */
export function readNote(note: string): Paragraph[] {
  const lines = note.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(/\n{3,}/g, '\n\n')
  return lines.split('\n').map((line) => {
    const [, bullet, number, item] = /^\s*(?:([-*+])|(\d{1,3}[.)]))\s+(.*)$/.exec(line) ?? []
    if (item === undefined) return { mark: '', runs: runsOf(line) }
    return { mark: bullet ? '\u2022' : (number ?? ''), runs: runsOf(item) }
  })
}

const marked = new RegExp(
  [
    String.raw`(?<strong>\*\*|(?<![\p{L}\p{N}_])__)(?=\S)(?<bold>.+?)(?<=\S)\k<strong>(?!\*)`,
    String.raw`(?<weak>\*|(?<![\p{L}\p{N}_])_)(?=[^\s*_])(?<italic>.+?)(?<=\S)\k<weak>(?![\p{L}\p{N}])`,
    String.raw`\[(?<label>[^\][]+)\]\((?<target>[^()\s]+)\)`,
  ].join('|'),
  'u',
)

/** Bold may stand in italic and the other way, with a link inside: no deeper, whatever is typed. */
const deepest = 3

function runsOf(text: string, manner = { isBold: false, isItalic: false }, depth = 0): Run[] {
  const found = depth < deepest ? marked.exec(text) : null
  if (!found) return text ? [{ text, ...manner }] : []
  const { bold, italic, label = '', target = '' } = found.groups ?? {}
  const inner = bold ?? italic ?? (label === target ? label : `${label} (${target})`)
  const own = { isBold: manner.isBold || bold !== undefined, isItalic: manner.isItalic || italic !== undefined }
  return [
    ...runsOf(text.slice(0, found.index), manner, deepest),
    ...runsOf(inner, own, (bold ?? italic) ? depth + 1 : deepest),
    ...runsOf(text.slice(found.index + found[0].length), manner, depth),
  ]
}
