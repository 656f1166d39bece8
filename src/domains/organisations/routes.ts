import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createOrganisation } from './create.ts'
import { createApiKey } from './keys/create.ts'
import { listApiKeys } from './keys/list.ts'
import { revokeApiKey } from './keys/revoke.ts'
import { getMe } from './me.ts'
import { createMember, deleteMember, updateMember } from './members/change.ts'
import { inviteMember } from './members/invite.ts'
import { acceptInvitation, lookAtInvitation } from './members/join.ts'
import { getMember, listMembers } from './members/list.ts'
import { makeFirstMember } from './sign-in/first-run.ts'
import { getConsole } from './sign-in/console.ts'
import { getProfile, switchOrganisation, updateProfile } from './sign-in/profile.ts'
import { endOtherSessions, endSession, listSessions } from './sign-in/sessions.ts'
import { createView, deleteView, listViews, updateView } from './views/views.ts'
import { getOrganisation, updateOrganisation } from './settings.ts'

export const organisationRoutes = partnerApi(
  { name: 'Organisation', description: 'The organisation, its users and its API keys.' },
  [
    ['GET', '/api/v1/me', getMe],
    ['GET', '/api/v1/organisation', getOrganisation],
    ['PATCH', '/api/v1/organisation', updateOrganisation],
    ['POST', '/api/v1/organisations', createOrganisation],
    ['GET', '/api/v1/users', listMembers],
    ['POST', '/api/v1/users', createMember],
    ['GET', '/api/v1/users/:id', getMember],
    ['PATCH', '/api/v1/users/:id', updateMember],
    ['DELETE', '/api/v1/users/:id', deleteMember],
    ['POST', '/api/v1/users/:id/invite', inviteMember],
    ['GET', '/api/v1/api-keys', listApiKeys],
    ['POST', '/api/v1/api-keys', createApiKey],
    ['DELETE', '/api/v1/api-keys/:id', revokeApiKey],
  ],
)

/** The reader of these is the console: people sign in, and find themselves and their things. */
export const memberRoutes = partnerApi(
  {
    name: 'Console',
    description: 'What members of the staff need in the console: who they are, and where they are signed in.',
  },
  [
    ['GET', '/api/v1/console', getConsole],
    ['POST', '/api/v1/first-run', makeFirstMember, { perMinute: 60 }],
    ['POST', '/api/v1/user-invitations/validate', lookAtInvitation, { perMinute: 60 }],
    ['POST', '/api/v1/user-invitations/accept', acceptInvitation, { perMinute: 60 }],
    ['GET', '/api/v1/me/profile', getProfile],
    ['PATCH', '/api/v1/me/profile', updateProfile, { perMinute: 30 }],
    ['POST', '/api/v1/me/organisation', switchOrganisation],
    ['GET', '/api/v1/me/sessions', listSessions],
    ['DELETE', '/api/v1/me/sessions', endOtherSessions],
    ['DELETE', '/api/v1/me/sessions/:id', endSession],
    ['GET', '/api/v1/me/views', listViews],
    ['POST', '/api/v1/me/views', createView],
    ['PATCH', '/api/v1/me/views/:id', updateView],
    ['DELETE', '/api/v1/me/views/:id', deleteView],
  ],
)
