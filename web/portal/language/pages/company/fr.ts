import type { Shape } from '../../words.ts'
import type { company as english } from './en.ts'

export const company: Shape<typeof english> = {
  resources: {
    title: 'Ressources',
    lead: 'Des fichiers et des liens qui vous aident à vendre.',
    empty: 'Rien ici pour l’instant',
    emptyText: '{{programme}} n’a partagé ni fichier ni lien. Demandez à votre contact ce dont vous avez besoin.',
    open: 'Ouvrir',
    others: 'Autres',
  },
  team: {
    title: 'Équipe',
    lead: 'Qui peut entrer dans ce portail. Tous ici voient la même chose.',
    name: 'Nom',
    email: 'E-mail',
    since: 'Depuis',
    you: 'vous',
    manager: 'Responsable',
    managerHint: 'Représente votre entreprise ; {{programme}} désigne cette personne.',
    invite: 'Inviter un collègue',
    inviteLead: 'La personne reçoit un message et entre avec un code envoyé par e-mail.',
    send: 'Envoyer l’invitation',
    invited: '{{email}} a désormais accès.',
    remove: 'Retirer {{name}}',
    removeTitle: 'Retirer {{name}} ?',
    removeText: 'Cette personne perd l’accès aussitôt. Vous pouvez l’inviter de nouveau à tout moment.',
    removeGo: 'Retirer',
    removed: '{{name}} est retiré.',
  },
  profile: {
    title: 'Profil',
    lead: 'Comment vous vous appelez ici, et dans quelle langue.',
    email: 'E-mail',
    emailHint: 'Vous entrez avec cette adresse. Votre contact peut la changer.',
    name: 'Nom',
    language: 'Langue',
    device: 'Comme sur cet appareil',
    saved: 'Votre profil est enregistré.',
  },
}
