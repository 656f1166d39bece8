/** What ISO 20022 files of European payments may hold: letters without marks, digits, and a few signs. */
const isAllowed = (character: string) => /^[A-Za-z0-9/\-?:().,'+ ]$/.test(character)

const pairs = (text: string) => text.split(/\s+/).map((pair) => [pair.charAt(0), pair.slice(1)] as const)

/** Letters that are no letter with a mark, and signs that have a stand-in, as the European Payments Council lists them. */
const standIns = new Map([
  ...pairs(`ßss ẞSS ÆAE æae ØO øo ĐD đd ŁL łl ŒOE œoe ÞTH þth ÐD ðd ıi ŊN ŋn ŦT ŧt ħh ĦH ĸk əe ƏE
    &+ _- –- —- ‐- ‑- −- ;, [( ]) {( }) ‘' ’' ‚' ‛' “' ”' „' «' »' "' \`' ´' ‹' ›' |/ \\/ @(at) !. €EUR £GBP ¥JPY §. •. ·. ×x ⁄/`),
  ...pairs(`ΑA ΒV ΓG ΔD ΕE ΖZ ΗI ΘTH ΙI ΚK ΛL ΜM ΝN ΞX ΟO ΠP ΡR ΣS ΤT ΥY ΦF ΧCH ΨPS ΩO
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo`),
  ...pairs(`АA БB ВV ГG ДD ЕE ЁE ЖZH ЗZ ИI ЙY КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХH ЦTS ЧCH ШSH ЩSHT ЪA ЬY ЫY ЭE ЮYU ЯYA ІI ЇI ЄE ҐG
    аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsht ъa ьy ыy эe юyu яya іi їi єe ґg`),
])

/**
 * A text in the characters of payment files, at most so long: `Müller & Søn` is `Muller + Son`.
 *
 * Marks go, Greek and Cyrillic letters become Latin ones, and what has no stand-in becomes a full stop.
 */
export function paymentText(text: string, longest: number): string {
  const written = [...text.normalize('NFC')].map(latin).join('')
  return written.replaceAll(/ +/g, ' ').trim().slice(0, longest).trim()
}

function latin(character: string): string {
  if (isAllowed(character)) return character
  const standIn = standIns.get(character)
  if (standIn !== undefined) return standIn
  if (/^[\p{M}\p{Cf}\p{Emoji_Modifier}]$/u.test(character)) return ''
  if (/^[\p{Z}\p{Cc}]$/u.test(character)) return ' '
  const parts = [...character.normalize('NFKD')].filter((part) => !/^\p{M}$/u.test(part))
  return parts.map((part) => (isAllowed(part) ? part : (standIns.get(part) ?? '.'))).join('')
}

/** Whether anybody can read a name by it. */
export const isReadable = (text: string): boolean => /[A-Za-z0-9]/.test(text)
