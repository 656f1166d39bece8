import { internalContactsApi } from '#/platform/http/contracts/internal-contacts.ts'
import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createAssignment, declareContact } from './add.ts'
import { getAssignment, getAssignmentOfContact, listAssignments, listAssignmentsOfContact } from './assignments.ts'
import { attachAssignment } from './attach.ts'
import { changeRole } from './change-role.ts'
import { deleteContact } from './delete.ts'
import { listPartnerContacts } from './of-partner.ts'
import { getContact, listContacts } from './people.ts'
import { deleteAssignment, deleteAssignmentOfContact } from './remove.ts'
import { updateContact } from './update.ts'
import { assignPerson, listAssignmentsOfPerson, removeAssignment, updateAssignment } from './vendor/assignments.ts'
import { createPerson, deletePerson, updatePerson } from './vendor/change.ts'
import { getPerson, listPeople } from './vendor/people.ts'

const people = '/v2/internal-contacts'
const ofPartner = '/v2/partners/:partner_id/internal-contacts'

export const internalContactRoutes = internalContactsApi(
  {
    name: 'Internal contacts',
    description: 'The people of the organisation who look after partners, and the role of each.',
  },
  [
    ['POST', ofPartner, createAssignment],
    ['GET', ofPartner, listAssignments],
    ['GET', `${ofPartner}/:assignment_id`, getAssignment],
    ['PATCH', `${ofPartner}/:assignment_id`, changeRole],
    ['DELETE', `${ofPartner}/:assignment_id`, deleteAssignment],
    ['POST', people, declareContact],
    ['GET', people, listContacts],
    ['GET', `${people}/:internal_contact_id`, getContact],
    ['PATCH', `${people}/:internal_contact_id`, updateContact],
    ['DELETE', `${people}/:internal_contact_id`, deleteContact],
    ['POST', `${people}/:internal_contact_id/assignments`, attachAssignment],
    ['GET', `${people}/:internal_contact_id/assignments`, listAssignmentsOfContact],
    ['GET', `${people}/:internal_contact_id/assignments/:assignment_id`, getAssignmentOfContact],
    ['DELETE', `${people}/:internal_contact_id/assignments/:assignment_id`, deleteAssignmentOfContact],
  ],
)

const own = '/api/v1/internal-contacts'

export const contactPeopleRoutes = partnerApi(
  {
    name: 'People who look after partners',
    description: 'The internal contacts of the organisation and their roles, in the manner of this API.',
  },
  [
    ['GET', own, listPeople],
    ['POST', own, createPerson],
    ['GET', `${own}/:id`, getPerson],
    ['PATCH', `${own}/:id`, updatePerson],
    ['DELETE', `${own}/:id`, deletePerson],
    ['GET', `${own}/:id/assignments`, listAssignmentsOfPerson],
    ['POST', `${own}/:id/assignments`, assignPerson],
    ['PATCH', `${own}/:id/assignments/:assignmentId`, updateAssignment],
    ['DELETE', `${own}/:id/assignments/:assignmentId`, removeAssignment],
  ],
)

export const partnerContactRoutes = partnerApi(
  { name: 'Contacts of a partner', description: 'Who looks after a partner.' },
  [['GET', '/api/v1/partners/:id/contacts', listPartnerContacts]],
)
