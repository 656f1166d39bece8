import type { Arrival, TurnedAway } from '#/platform/http/portal-door.ts'
import { type Language, languages } from '../language.ts'

type Reason = 'deadLink' | 'wrongFrame'
type Words = Record<'title' | 'deadLink' | 'signIn' | 'wrongFrame' | 'ownTab', string>

const statusOf: Record<Reason, number> = { deadLink: 401, wrongFrame: 403 }

const words: Record<Language, Words> = {
  en: {
    title: 'This link does not open the portal',
    deadLink:
      'This link has been used, or it has expired: it works once and for five minutes. Open the portal again from where you came.',
    signIn: 'Sign in with your e-mail address',
    wrongFrame:
      'The page around this one may not show the portal. Whoever runs it can have this site listed among the embed domains.',
    ownTab: 'Open the portal in a tab of its own',
  },
  de: {
    title: 'Dieser Link öffnet das Portal nicht',
    deadLink:
      'Dieser Link wurde schon benutzt oder ist abgelaufen: Er gilt einmal und fünf Minuten lang. Öffnen Sie das Portal noch einmal von dort, woher Sie kamen.',
    signIn: 'Mit der E-Mail-Adresse anmelden',
    wrongFrame:
      'Die umgebende Seite darf das Portal nicht zeigen. Wer sie betreibt, kann sie als Einbettungsdomain eintragen lassen.',
    ownTab: 'Portal in einem eigenen Tab öffnen',
  },
  fr: {
    title: 'Ce lien n’ouvre pas le portail',
    deadLink:
      'Ce lien a déjà été utilisé, ou il a expiré : il est valable une fois, pendant cinq minutes. Rouvrez le portail depuis l’endroit d’où vous venez.',
    signIn: 'Se connecter avec son adresse e-mail',
    wrongFrame:
      'La page qui entoure celle-ci n’a pas le droit d’afficher le portail. Son exploitant peut la faire ajouter aux domaines d’intégration.',
    ownTab: 'Ouvrir le portail dans un onglet à part',
  },
  nl: {
    title: 'Deze link opent het portaal niet',
    deadLink:
      'Deze link is al gebruikt of verlopen: hij werkt één keer en vijf minuten lang. Open het portaal opnieuw vanaf de plek waar u vandaan kwam.',
    signIn: 'Aanmelden met uw e-mailadres',
    wrongFrame:
      'De pagina eromheen mag het portaal niet tonen. Wie haar beheert, kan haar bij de insluitdomeinen laten zetten.',
    ownTab: 'Het portaal in een eigen tabblad openen',
  },
  es: {
    title: 'Este enlace no abre el portal',
    deadLink:
      'Este enlace ya se ha usado o ha caducado: sirve una vez y durante cinco minutos. Abra de nuevo el portal desde donde vino.',
    signIn: 'Iniciar sesión con su dirección de correo',
    wrongFrame:
      'La página que rodea a esta no puede mostrar el portal. Quien la gestiona puede pedir que se añada a los dominios permitidos.',
    ownTab: 'Abrir el portal en una pestaña propia',
  },
}

/** Says why somebody is not let in, in the first of his languages that we speak. */
export function turnAway(reason: Reason, arrival: Arrival): TurnedAway {
  const language = languageOf(arrival.languages)
  const { title, deadLink, wrongFrame, signIn, ownTab } = words[language]
  const [why, instead] = reason === 'deadLink' ? [deadLink, signIn] : [wrongFrame, ownTab]
  return { status: statusOf[reason], language, title, why, instead }
}

/** Browsers name the languages in the order of their liking. */
function languageOf(header: string | undefined): Language {
  const named = (header ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase())
  return languages.find((language) => language === named.find((name) => languages.some((one) => one === name))) ?? 'en'
}
