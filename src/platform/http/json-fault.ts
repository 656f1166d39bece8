const space = /[ \t\n\r]*/y
const token =
  /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end'

/** Where a text stops being JSON: the beginning of the first piece that cannot stand there, or its end. JSON.parse does not always tell. */
export function offsetOfFault(text: string): number {
  const open: string[] = []
  let wanted: Wanted | undefined = 'value'
  for (let at = 0; ;) {
    at += matchAt(space, text, at).length
    const piece = matchAt(token, text, at)
    wanted = piece ? after(piece, wanted, open) : undefined
    if (!wanted) return at
    at += piece.length
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** What may follow a piece that stands where `wanted` is; undefined where it cannot stand there. */
function after(piece: string, wanted: Wanted, open: string[]): Wanted | undefined {
  if (wanted === 'colon') return piece === ':' ? 'value' : undefined
  if (wanted !== 'value' && wanted !== 'key' && open.length && piece === open.at(-1)) {
    open.pop()
    return 'comma or end'
  }
  if (wanted === 'comma or end') {
    if (piece !== ',' || !open.length) return undefined
    return open.at(-1) === '}' ? 'key' : 'value'
  }
  if (wanted === 'key' || wanted === 'key or end') return piece.startsWith('"') ? 'colon' : undefined
  return afterValue(piece, open)
}

function afterValue(piece: string, open: string[]): Wanted | undefined {
  if ('}],:'.includes(piece)) return undefined
  if (piece !== '{' && piece !== '[') return 'comma or end'
  open.push(piece === '{' ? '}' : ']')
  return piece === '{' ? 'key or end' : 'value or end'
}
