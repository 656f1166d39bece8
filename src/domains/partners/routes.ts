import { partnerApi, portalApi } from '#/platform/http/contracts/partner-api.ts'
import { archivePartner, restorePartner } from './archive.ts'
import { changeInBulk } from './bulk.ts'
import { listCategories } from './categories-in-use.ts'
import { setCategories } from './categories.ts'
import { setCrmRecord } from './crm-record.ts'
import { setManager } from './manager.ts'
import { getPortal } from './portal.ts'
import type { Catalogue } from './catalogues/catalogue.ts'
import { experienceTemplates, phases, reorderPhases, reorderTiers, tiers } from './catalogues/catalogues.ts'
import { createResource, deleteResource, putResourceFile, updateResource } from './experience/change.ts'
import { shownTypes } from './experience/file.ts'
import { deleteLogo, getLogo, setLogo } from './experience/logo.ts'
import { getResourceFile, listResources } from './experience/queries.ts'
import { getProgrammeUsage } from './catalogues/usage.ts'
import { exportPartners } from './export.ts'
import { importPartners } from './import/import.ts'
import { listPartners } from './list.ts'
import { mergePartners } from './merge.ts'
import { getPartner } from './queries.ts'
import { getOwnProfile, updateOwnProfile } from './own/profile.ts'
import { getOwnResourceFile, listOwnResources } from './own/resources.ts'
import { inviteColleague, listTeam, removeColleague } from './own/team.ts'
import { portalTag } from './own/visitor.ts'
import { updatePartner } from './update.ts'
import { upsertPartner } from './upsert.ts'
import { createVisitor, deleteVisitor, updateVisitor } from './visitors/change.ts'
import { inviteVisitor } from './visitors/invite.ts'
import { getVisitor, listVisitors } from './visitors/queries.ts'

export const partnerRoutes = partnerApi(
  { name: 'Partners', description: 'Read and manage the partners of the organisation.' },
  [
    ['GET', '/api/v1/partners', listPartners],
    ['POST', '/api/v1/partners', upsertPartner],
    ['POST', '/api/v1/partners/bulk', changeInBulk],
    ['GET', '/api/v1/partners/:id', getPartner],
    ['PATCH', '/api/v1/partners/:id', updatePartner],
    ['POST', '/api/v1/partners/:id/archive', archivePartner],
    ['POST', '/api/v1/partners/:id/restore', restorePartner],
    ['POST', '/api/v1/partners/:id/merge', mergePartners],
    ['PUT', '/api/v1/partners/:id/categories', setCategories],
    ['PATCH', '/api/v1/partners/:id/crm-record', setCrmRecord],
    ['PUT', '/api/v1/partners/:id/manager', setManager],
    ['GET', '/api/v1/partners/:id/portal', getPortal],
    ['GET', '/api/v1/partner-categories', listCategories],
    ['POST', '/api/v1/imports/partners', importPartners, { takesFile: true }],
    ['GET', '/api/v1/exports/partners', exportPartners, { streams: ['text/csv; charset=utf-8'] }],
  ],
)

const five = (path: `/api/v1/${string}`, verbs: Catalogue) =>
  [
    ['GET', path, verbs.list],
    ['POST', path, verbs.create],
    ['GET', `${path}/:id`, verbs.get],
    ['PATCH', `${path}/:id`, verbs.update],
    ['DELETE', `${path}/:id`, verbs.delete],
  ] as const

const fileTypes = ['application/octet-stream', ...shownTypes] as const
const logoTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

export const catalogueRoutes = partnerApi(
  { name: 'Tiers, phases and templates', description: 'What partners are assigned to.' },
  [
    ...five('/api/v1/tiers', tiers),
    ['PUT', '/api/v1/tiers/order', reorderTiers],
    ...five('/api/v1/phases', phases),
    ['PUT', '/api/v1/phases/order', reorderPhases],
    ...five('/api/v1/experience-templates', experienceTemplates),
    ['GET', '/api/v1/programme/usage', getProgrammeUsage],
    ['PUT', '/api/v1/experience-templates/:id/logo', setLogo, { takesFile: true }],
    ['DELETE', '/api/v1/experience-templates/:id/logo', deleteLogo],
    ['GET', '/api/v1/experience-templates/:id/resources', listResources],
    ['POST', '/api/v1/experience-templates/:id/resources', createResource],
    ['PATCH', '/api/v1/experience-resources/:id', updateResource],
    ['DELETE', '/api/v1/experience-resources/:id', deleteResource],
    ['PUT', '/api/v1/experience-resources/:id/file', putResourceFile, { takesFile: true }],
    ['GET', '/api/v1/experience-resources/:id/file', getResourceFile, { streams: fileTypes }],
    ['GET', '/api/v1/portal/logos/:organisationId/:templateId/:hash', getLogo, { streams: logoTypes, perMinute: 600 }],
  ],
)

export const visitorRoutes = partnerApi(
  { name: 'Visitors', description: 'The people at partners who may enter the portal.' },
  [
    ['GET', '/api/v1/visitors', listVisitors],
    ['POST', '/api/v1/visitors', createVisitor],
    ['GET', '/api/v1/visitors/:id', getVisitor],
    ['PATCH', '/api/v1/visitors/:id', updateVisitor],
    ['DELETE', '/api/v1/visitors/:id', deleteVisitor],
    ['POST', '/api/v1/visitors/:id/invite', inviteVisitor, { perMinute: 60 }],
  ],
)

export const ownPartnerRoutes = portalApi(portalTag, [
  ['GET', '/api/v1/portal/profile', getOwnProfile],
  ['PATCH', '/api/v1/portal/profile', updateOwnProfile],
  ['GET', '/api/v1/portal/team', listTeam],
  ['POST', '/api/v1/portal/team', inviteColleague, { perMinute: 10 }],
  ['DELETE', '/api/v1/portal/team/:id', removeColleague],
  ['GET', '/api/v1/portal/resources', listOwnResources],
  ['GET', '/api/v1/portal/resources/:id/file', getOwnResourceFile, { streams: fileTypes }],
])
