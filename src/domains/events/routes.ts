import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { listEvents } from './list.ts'
import { redactEvents } from './redact.ts'

export const eventRoutes = partnerApi(
  { name: 'Events', description: 'The audit log: every change, recorded with the change itself.' },
  [
    ['GET', '/api/v1/events', listEvents],
    ['POST', '/api/v1/events/redact', redactEvents],
  ],
)
