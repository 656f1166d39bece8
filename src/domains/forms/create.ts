import { z } from 'zod'
import { invalid } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { addForm } from './add.ts'
import { issuesOfFields } from './fields.ts'
import { exampleForm, Form, newFormInput, toForm } from './form.ts'

export const createForm = command({
  name: 'forms.create',
  may: 'forms:manage',
  creates: true,
  summary: 'Create a form',
  description:
    'Each field gets an id of ours, which stays over edits. In a LEAD or DEAL form a field may tell something of the deal that a submission registers.',
  input: z.strictObject(newFormInput),
  output: Form,
  example: exampleForm,
  async run(ctx, input) {
    const issues = issuesOfFields(input.fields, input.purpose)
    if (issues.length) throw invalid(issues)
    const row = await addForm(ctx, input)
    const { id, createdAt: _made, updatedAt: _moved, ...after } = toForm(row)
    return { output: toForm(row), changes: [{ subjectId: id, before: null, after }] }
  },
})
