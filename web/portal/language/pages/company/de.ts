import type { Shape } from '../../words.ts'
import type { company as english } from './en.ts'

export const company: Shape<typeof english> = {
  resources: {
    title: 'Material',
    lead: 'Dateien und Links, die Ihnen beim Verkaufen helfen.',
    empty: 'Hier ist noch nichts',
    emptyText:
      '{{programme}} hat keine Dateien oder Links geteilt. Fragen Sie Ihren Kontakt nach dem, was Sie brauchen.',
    open: 'Öffnen',
    others: 'Weiteres',
  },
  team: {
    title: 'Team',
    lead: 'Wer dieses Portal betreten darf. Alle hier sehen dasselbe.',
    name: 'Name',
    email: 'E-Mail',
    since: 'Seit',
    you: 'Sie',
    manager: 'Manager',
    managerHint: 'Spricht für Ihr Unternehmen; {{programme}} benennt diese Person.',
    invite: 'Kollegin oder Kollegen einladen',
    inviteLead: 'Die Person bekommt eine Nachricht und meldet sich mit einem Code an, der per E-Mail kommt.',
    send: 'Einladung senden',
    invited: '{{email}} hat ab jetzt Zugang.',
    remove: '{{name}} entfernen',
    removeTitle: '{{name}} entfernen?',
    removeText: 'Die Person hat sofort keinen Zugang mehr. Sie können sie jederzeit wieder einladen.',
    removeGo: 'Entfernen',
    removed: '{{name}} ist entfernt.',
  },
  profile: {
    title: 'Profil',
    lead: 'Wie Sie hier heißen, und in welcher Sprache.',
    email: 'E-Mail',
    emailHint: 'Mit dieser Adresse melden Sie sich an. Ihr Kontakt kann sie ändern.',
    name: 'Name',
    language: 'Sprache',
    device: 'Wie auf diesem Gerät',
    saved: 'Ihr Profil ist gespeichert.',
  },
}
