import type { Words } from '../words.ts'

export const onboarding: Words['onboarding'] = {
  onboard: 'Configurar {{partner}}',
  onboardLead: 'Ha recibido el enlace que abre esta cuenta de socio. Quien rellene esto será su propietario.',
  onboardConfirm: 'Ser propietario',
  onboarded: '{{partner}} está configurada',
  owner: '{{email}} es propietario de esta cuenta de socio.',
  join: 'Unirse a {{partner}}',
  joinLead: 'Le han invitado a esta cuenta de socio como {{email}}.',
  joinConfirm: 'Unirse',
  joined: 'Se ha unido a {{partner}}',
  user: '{{email}} es usuario de esta cuenta de socio.',
  firstName: 'Nombre',
  lastName: 'Apellidos',
  email: 'Dirección de correo',
  emailHint: 'La dirección con la que se le conocerá a partir de ahora. No hay contraseña.',
  emailInvalid: 'Esto no es una dirección de correo.',
  emailTaken: 'Esta dirección ya es de un usuario de la cuenta. Use otra.',
  nameMissing: 'Escriba su nombre.',
  next: 'Qué puede hacer ahora',
  nextSignIn:
    'Inicie sesión en el portal de socios con {{email}}: le llegará un código, si la empresa que gestiona el portal ha dado acceso a esta dirección.',
  nextAsk: 'Si no llega ningún código, pida a su contacto en esa empresa que dé acceso a esta dirección.',
  signIn: 'Ir a iniciar sesión',
  dead: 'Este enlace ya no funciona',
  deadText:
    'Se ha usado, ha caducado o se ha sustituido: un enlace sirve una vez y durante siete días. Si lo ha completado, ya está y puede iniciar sesión. Si no, pida otro a quien se lo envió.',
  absent: 'Abra el enlace de nuevo',
  absentText:
    'Esta página se ha cargado sin su enlace, que no queda en ningún historial. Ábralo de nuevo desde el mensaje en el que lo recibió.',
}
