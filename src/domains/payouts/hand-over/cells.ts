/** What a spreadsheet may take for a formula, and the mark itself. */
const looksLikeFormula = /^['=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

/** Text as a cell that no spreadsheet reckons: an apostrophe goes before what begins as a formula does, or with an apostrophe. */
export const textCell = (text: string): string => (looksLikeFormula.test(text) ? `'${text}` : text)

/** The text of such a cell. */
export const cellText = (cell: string): string =>
  cell.startsWith("'") && looksLikeFormula.test(cell.slice(1)) ? cell.slice(1) : cell
