import type { Shape } from '../../words.ts'
import type { company as english } from './en.ts'

export const company: Shape<typeof english> = {
  resources: {
    title: 'Recursos',
    lead: 'Archivos y enlaces que le ayudan a vender.',
    empty: 'Aquí no hay nada todavía',
    emptyText: '{{programme}} no ha compartido archivos ni enlaces. Pida a su contacto lo que necesite.',
    open: 'Abrir',
    others: 'Más',
  },
  team: {
    title: 'Equipo',
    lead: 'Quién puede entrar en este portal. Todos aquí ven lo mismo.',
    name: 'Nombre',
    email: 'Correo',
    since: 'Desde',
    you: 'usted',
    manager: 'Responsable',
    managerHint: 'Representa a su empresa; {{programme}} nombra a esta persona.',
    invite: 'Invitar a un colega',
    inviteLead: 'La persona recibe un mensaje y entra con un código que se le envía.',
    send: 'Enviar invitación',
    invited: '{{email}} tiene acceso desde ahora.',
    remove: 'Quitar a {{name}}',
    removeTitle: '¿Quitar a {{name}}?',
    removeText: 'Esta persona deja de tener acceso al instante. Puede invitarla de nuevo cuando quiera.',
    removeGo: 'Quitar',
    removed: 'Se ha quitado a {{name}}.',
  },
  profile: {
    title: 'Perfil',
    lead: 'Cómo se llama aquí, y en qué idioma.',
    email: 'Correo',
    emailHint: 'Entra con esta dirección. Su contacto puede cambiarla.',
    name: 'Nombre',
    language: 'Idioma',
    device: 'Como en este dispositivo',
    saved: 'Su perfil está guardado.',
  },
}
