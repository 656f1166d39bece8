import type { Words } from '../words.ts'

export const onboarding: Words['onboarding'] = {
  onboard: '{{partner}} inrichten',
  onboardLead: 'U hebt de link gekregen die dit partneraccount opent. Wie dit invult, wordt eigenaar van het account.',
  onboardConfirm: 'Eigenaar worden',
  onboarded: '{{partner}} is ingericht',
  owner: '{{email}} is eigenaar van dit partneraccount.',
  join: 'Deelnemen aan {{partner}}',
  joinLead: 'U bent als {{email}} uitgenodigd voor dit partneraccount.',
  joinConfirm: 'Deelnemen',
  joined: 'U neemt nu deel aan {{partner}}',
  user: '{{email}} is gebruiker van dit partneraccount.',
  firstName: 'Voornaam',
  lastName: 'Achternaam',
  email: 'E-mailadres',
  emailHint: 'Het adres waaronder u voortaan bekend bent. Een wachtwoord is er niet.',
  emailInvalid: 'Dit is geen e-mailadres.',
  emailTaken: 'Dit adres is al van een gebruiker van het account. Gebruik een ander.',
  nameMissing: 'Vul uw naam in.',
  next: 'Wat u nu kunt doen',
  nextSignIn:
    'Meld u met {{email}} aan bij het partnerportaal: daar komt een code aan, als het bedrijf dat het portaal beheert dit adres toegang heeft gegeven.',
  nextAsk: 'Komt er geen code, vraag uw contactpersoon daar dan om toegang voor dit adres.',
  signIn: 'Naar aanmelden',
  dead: 'Deze link werkt niet meer',
  deadText:
    'Hij is gebruikt, verlopen of vervangen: een link werkt één keer, en zeven dagen lang. Hebt u hem afgerond, dan bent u klaar en kunt u zich aanmelden. Vraag anders de afzender om een nieuwe.',
  absent: 'Open de link opnieuw',
  absentText:
    'Deze pagina is geladen zonder haar link, die in geen geschiedenis blijft staan. Open hem opnieuw vanuit het bericht waarin u hem kreeg.',
}
