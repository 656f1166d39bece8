const legalForms = new Set(
  (
    'ab ag aps as asa bv co company corp corporation gmbh inc incorporated kg kgaa kk limited llc llp ltd nv oy oyj plc pte pty ' +
    'sa sarl sas se sl spa spol srl sro the ug'
  ).split(' '),
)

/**
 * A name as it is compared with others: lower case, without accents, punctuation and legal forms, so that
 * `Quarry Tools GmbH` and `QUARRY-TOOLS, Inc.` are alike.
 */
export function likenessOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const words = plain.split(' ').filter((word) => !legalForms.has(word))
  return words.join(' ') || plain
}
