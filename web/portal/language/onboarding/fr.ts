import type { Words } from '../words.ts'

export const onboarding: Words['onboarding'] = {
  onboard: 'Configurer {{partner}}',
  onboardLead:
    'Vous avez reçu le lien qui ouvre ce compte partenaire. La personne qui remplit ce formulaire en devient propriétaire.',
  onboardConfirm: 'Devenir propriétaire',
  onboarded: '{{partner}} est configuré',
  owner: '{{email}} est propriétaire de ce compte partenaire.',
  join: 'Rejoindre {{partner}}',
  joinLead: 'Vous êtes invité à ce compte partenaire en tant que {{email}}.',
  joinConfirm: 'Rejoindre',
  joined: 'Vous avez rejoint {{partner}}',
  user: '{{email}} fait partie des utilisateurs de ce compte partenaire.',
  firstName: 'Prénom',
  lastName: 'Nom',
  email: 'Adresse e-mail',
  emailHint: 'L’adresse sous laquelle vous êtes désormais connu. Il n’y a pas de mot de passe.',
  emailInvalid: 'Ce n’est pas une adresse e-mail.',
  emailTaken: 'Cette adresse appartient déjà à un utilisateur du compte. Utilisez-en une autre.',
  nameMissing: 'Saisissez votre nom.',
  next: 'Ce que vous pouvez faire maintenant',
  nextSignIn:
    'Connectez-vous au portail partenaires avec {{email}} : un code y arrive, si l’entreprise qui gère le portail a donné accès à cette adresse.',
  nextAsk: 'Si aucun code n’arrive, demandez à votre contact dans cette entreprise de donner accès à cette adresse.',
  signIn: 'Aller à la connexion',
  dead: 'Ce lien ne fonctionne plus',
  deadText:
    'Il a été utilisé, a expiré ou a été remplacé : un lien est valable une fois, pendant sept jours. Si vous êtes allé jusqu’au bout, c’est fait et vous pouvez vous connecter. Sinon, demandez-en un autre à la personne qui vous l’a envoyé.',
  absent: 'Ouvrez de nouveau le lien',
  absentText:
    'Cette page a été chargée sans son lien, qui ne reste dans aucun historique. Ouvrez-le de nouveau depuis le message où vous l’avez trouvé.',
}
