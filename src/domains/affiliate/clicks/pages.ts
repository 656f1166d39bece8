import { smallPage } from '#/platform/http/small-page.ts'

export const unknownPage = smallPage(
  'This link leads nowhere',
  'It may be cut short or spelled wrong. Ask whoever sent it for the whole address.',
)
export const revokedPage = smallPage(
  'This link has ended',
  'It led somewhere once and does so no more. Ask whoever sent it for another.',
)
export const awayPage = smallPage('This link does not work just now', 'Try it again in a moment.')
export const methodPage = smallPage('This is a link', 'It is for opening in a browser, and takes nothing else.')
