import type { Schemas } from '../../api/client.ts'
import type { Tone } from '../../ui/status.tsx'

export type Form = Schemas['Form']
export type Field = Form['fields'][number]
export type Purpose = Form['purpose']
export type DataType = Field['dataType']
export type DealProperty = NonNullable<Field['dealProperty']>
export type Submission = Schemas['FormSubmission']
export type SubmissionStatus = Submission['status']
export type Deal = Schemas['Deal']

export const purposes: Record<Purpose, { label: string; text: string }> = {
  GENERAL: { label: 'General', text: 'A message, an application, anything that somebody reads.' },
  LEAD: { label: 'Lead', text: 'A partner introduces a company.' },
  DEAL: { label: 'Deal', text: 'A partner registers a deal, and keeps its customer for a while.' },
  CONVERSION: { label: 'Conversions', text: 'What a campaign’s conversions are recorded by.' },
}

export const dataTypes: Record<DataType, string> = {
  STRING: 'Text',
  EMAIL: 'E-mail',
  NUMBER: 'Number',
  BOOLEAN: 'Yes or no',
  DATE: 'Date',
  DATETIME: 'Date and time',
  DROPDOWN: 'One choice',
  DROPDOWN_MULTI: 'Several choices',
  PARTNER_SELECT: 'Partner',
  FILE_URL: 'Address of a file',
  CRM_OBJECT_ID: 'Id in the CRM',
  QUOTE_SELECTOR: 'Quote',
  BATCH_UPLOAD: 'Batch upload',
}

export const dealProperties: Record<DealProperty, { label: string; types: DataType[] }> = {
  NAME: { label: 'Name of the deal', types: ['STRING', 'DROPDOWN'] },
  AMOUNT: { label: 'Amount', types: ['NUMBER', 'STRING'] },
  CURRENCY: { label: 'Currency', types: ['STRING', 'DROPDOWN'] },
  CLOSE_DATE: { label: 'Close date', types: ['DATE', 'DATETIME'] },
  CUSTOMER_DOMAIN: { label: 'Customer’s domain', types: ['STRING', 'EMAIL', 'FILE_URL'] },
  CUSTOMER_NAME: { label: 'Customer’s name', types: ['STRING', 'DROPDOWN'] },
}

export const submissionStatuses: Record<SubmissionStatus, { label: string; tone: Tone }> = {
  PENDING: { label: 'Pending', tone: 'waiting' },
  RETURNED: { label: 'Returned', tone: 'done' },
  ACCEPTED: { label: 'Accepted', tone: 'good' },
  AUTO_ACCEPTED: { label: 'Accepted by itself', tone: 'good' },
  DECLINED: { label: 'Declined', tone: 'bad' },
  ERROR: { label: 'Failed', tone: 'bad' },
}

export const dealStatuses: Record<Deal['status'], { label: string; tone: Tone }> = {
  PENDING: { label: 'Pending', tone: 'waiting' },
  APPROVED: { label: 'Approved', tone: 'good' },
  REJECTED: { label: 'Rejected', tone: 'bad' },
  EXPIRED: { label: 'Expired', tone: 'quiet' },
}

export const stages: Record<Deal['stage'], { label: string; tone: Tone }> = {
  OPEN: { label: 'Open', tone: 'done' },
  WON: { label: 'Won', tone: 'good' },
  LOST: { label: 'Lost', tone: 'quiet' },
}

/** What a decision on a submission makes stale elsewhere. */
export const touched = ['forms', 'deals', 'form-submissions', 'partners', 'reports']

export const optionsOf = (known: Record<string, { label: string }>) =>
  Object.entries(known).map(([value, { label }]) => ({ value, label }))
