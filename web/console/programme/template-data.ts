import { call, type Schemas } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'

export type Template = Schemas['ExperienceTemplate']
export type Resource = Schemas['ExperienceResource']

/** A template has few resources: a hundred are shown. */
export const useResources = (id: string) =>
  useRead('GET /api/v1/experience-templates/{id}/resources', { path: { id }, query: { limit: 100 } })

export const staleTemplates = () => makeStale('experience-templates', 'experience-resources', 'programme')

export async function writeTemplate(id: string, body: Partial<Omit<Template, 'id'>>): Promise<void> {
  await call('PATCH /api/v1/experience-templates/{id}', { path: { id }, body })
  await staleTemplates()
}

export const formOf = (file: File): FormData => {
  const form = new FormData()
  form.set('file', file)
  return form
}
