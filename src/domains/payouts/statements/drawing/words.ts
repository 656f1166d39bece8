/** What stands on a statement in the language of its reader. */
type Words = {
  title: string
  issuedBy: string
  payee: string
  taxId: string
  number: string
  period: string
  poNumber: string
  date: string
  description: string
  calculation: string
  amount: string
  total: string
  note: string
  page(number: number, of: number): string
}

const en: Words = {
  title: 'Commission statement',
  issuedBy: 'Issued by',
  payee: 'Payee',
  taxId: 'Tax ID',
  number: 'Statement number',
  period: 'Period',
  poNumber: 'PO number',
  date: 'Date',
  description: 'Description',
  calculation: 'Calculation',
  amount: 'Amount',
  total: 'Total',
  note: 'Note',
  page: (number, of) => `Page ${number} of ${of}`,
}

const de: Words = {
  title: 'Provisionsabrechnung',
  issuedBy: 'Aussteller',
  payee: 'Empfänger',
  taxId: 'Steuer-ID / USt-IdNr.',
  number: 'Abrechnungsnummer',
  period: 'Zeitraum',
  poNumber: 'Bestellnummer',
  date: 'Datum',
  description: 'Beschreibung',
  calculation: 'Berechnung',
  amount: 'Betrag',
  total: 'Summe',
  note: 'Hinweis',
  page: (number, of) => `Seite ${number} von ${of}`,
}

const fr: Words = {
  title: 'Relevé de commissions',
  issuedBy: 'Émetteur',
  payee: 'Bénéficiaire',
  taxId: 'Numéro fiscal',
  number: 'Numéro du relevé',
  period: 'Période',
  poNumber: 'Bon de commande',
  date: 'Date',
  description: 'Description',
  calculation: 'Calcul',
  amount: 'Montant',
  total: 'Total',
  note: 'Remarque',
  page: (number, of) => `Page ${number} sur ${of}`,
}

const nl: Words = {
  title: 'Commissieoverzicht',
  issuedBy: 'Uitgegeven door',
  payee: 'Begunstigde',
  taxId: 'Fiscaal nummer',
  number: 'Overzichtsnummer',
  period: 'Periode',
  poNumber: 'Inkoopordernummer',
  date: 'Datum',
  description: 'Omschrijving',
  calculation: 'Berekening',
  amount: 'Bedrag',
  total: 'Totaal',
  note: 'Opmerking',
  page: (number, of) => `Pagina ${number} van ${of}`,
}

const es: Words = {
  title: 'Liquidación de comisiones',
  issuedBy: 'Emitida por',
  payee: 'Beneficiario',
  taxId: 'Identificación fiscal',
  number: 'Número de liquidación',
  period: 'Período',
  poNumber: 'Orden de compra',
  date: 'Fecha',
  description: 'Descripción',
  calculation: 'Cálculo',
  amount: 'Importe',
  total: 'Total',
  note: 'Nota',
  page: (number, of) => `Página ${number} de ${of}`,
}

const languages = { en, de, fr, nl, es }
export type Language = keyof typeof languages

export const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)
export const wordsIn = (language: Language): Words => languages[language]
