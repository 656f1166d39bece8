import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { createLinesInBulk } from './lines/bulk.ts'
import { clawBackLine } from './lines/claw-back.ts'
import { explainLine } from './lines/explanation.ts'
import { importLines } from './lines/import/import.ts'
import { postponeLine, resumeLine } from './lines/postpone.ts'
import { listLines } from './lines/list.ts'
import { getLine } from './lines/queries.ts'
import { restoreLine } from './lines/restore.ts'
import { voidLine } from './lines/void.ts'

export const commissionRoutes = partnerApi(
  { name: 'Commission lines', description: 'What partners earn. One line is one amount.' },
  [
    ['GET', '/api/v1/commission-lines', listLines],
    ['POST', '/api/v1/commission-lines/bulk', createLinesInBulk],
    ['GET', '/api/v1/commission-lines/:id', getLine],
    ['GET', '/api/v1/commission-lines/:id/explanation', explainLine],
    ['POST', '/api/v1/commission-lines/:id/postpone', postponeLine],
    ['POST', '/api/v1/commission-lines/:id/resume', resumeLine],
    ['POST', '/api/v1/commission-lines/:id/void', voidLine],
    ['POST', '/api/v1/commission-lines/:id/restore', restoreLine],
    ['POST', '/api/v1/commission-lines/:id/claw-back', clawBackLine],
    ['POST', '/api/v1/imports/commission-lines', importLines, { takesFile: true }],
  ],
)
