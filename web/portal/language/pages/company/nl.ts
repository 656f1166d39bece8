import type { Shape } from '../../words.ts'
import type { company as english } from './en.ts'

export const company: Shape<typeof english> = {
  resources: {
    title: 'Materiaal',
    lead: 'Bestanden en links die u helpen verkopen.',
    empty: 'Hier is nog niets',
    emptyText: '{{programme}} heeft geen bestanden of links gedeeld. Vraag uw contactpersoon wat u nodig hebt.',
    open: 'Openen',
    others: 'Overig',
  },
  team: {
    title: 'Team',
    lead: 'Wie dit portaal in mag. Iedereen hier ziet hetzelfde.',
    name: 'Naam',
    email: 'E-mail',
    since: 'Sinds',
    you: 'u',
    manager: 'Manager',
    managerHint: 'Spreekt namens uw bedrijf; {{programme}} wijst deze persoon aan.',
    invite: 'Collega uitnodigen',
    inviteLead: 'De persoon krijgt bericht en komt binnen met een code die wordt gemaild.',
    send: 'Uitnodiging versturen',
    invited: '{{email}} heeft vanaf nu toegang.',
    remove: '{{name}} verwijderen',
    removeTitle: '{{name}} verwijderen?',
    removeText: 'Deze persoon heeft meteen geen toegang meer. U kunt hem of haar altijd opnieuw uitnodigen.',
    removeGo: 'Verwijderen',
    removed: '{{name}} is verwijderd.',
  },
  profile: {
    title: 'Profiel',
    lead: 'Hoe u hier heet, en in welke taal.',
    email: 'E-mail',
    emailHint: 'Met dit adres meldt u zich aan. Uw contactpersoon kan het wijzigen.',
    name: 'Naam',
    language: 'Taal',
    device: 'Zoals op dit apparaat',
    saved: 'Uw profiel is opgeslagen.',
  },
}
