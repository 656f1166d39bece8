import assert from 'node:assert/strict'
import type { Answer, Caller } from './world.ts'

export const forms = '/api/v1/forms'
export const submissions = '/api/v1/form-submissions'
export const deals = '/api/v1/deals'

export async function newForm({ post }: Caller, body: object) {
  const answer = await post(forms, { name: 'Contact', fields: [], ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}

/** The status, the code, and where an answer found a fault. */
export const faultsOf = ({ status, body }: Answer) => [
  status,
  body.error.code,
  ...(body.error.details ?? []).map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]

/** Submits a form and gives the id of the submission. */
export async function submit({ post }: Caller, formId: string, body: object): Promise<string> {
  const answer = await post(`${forms}/${formId}/submissions`, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data.id
}
