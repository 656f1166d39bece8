import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, visit } from '#/testing/pages.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
const { cookie } = await memberOf(server, own, { role: 'PARTNER_MANAGER' })
const browser = await browserOfThisFile()

test('what reports tell is led to fields of the form, and back', async () => {
  const form = await own.admin.post('/api/v1/forms', {
    name: 'Sales',
    purpose: 'CONVERSION',
    fields: [
      { label: 'Seats', dataType: 'NUMBER' },
      { label: 'Branch', dataType: 'STRING' },
    ],
  })
  const [seats] = form.body.data.fields
  const destinationUrl = 'https://www.vendor.example/'
  const made = await own.admin.post('/api/v1/campaigns', { name: 'Spring', destinationUrl, formId: form.body.data.id })
  const mapping = async () => (await own.admin.get(`/api/v1/campaigns/${made.body.data.id}`)).body.data.fieldMapping
  const address = `${server.url}/console/campaigns/${made.body.data.id}?tab=conversions`
  const opened = await visit(browser, address, { cookie })
  const { page } = opened
  await page.getByRole('button', { name: 'Where properties go' }).click()
  await page.getByRole('button', { name: 'Add a property' }).click()
  await page.getByRole('textbox', { name: 'Property' }).fill('licences')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Choose a field.').waitFor()
  await checkPage(opened, 'campaign-mapping')
  await page.getByRole('combobox', { name: 'Field' }).click()
  await page.getByRole('option', { name: 'Seats' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').filter({ hasText: 'Saved.' }).waitFor()
  assert.deepEqual(await mapping(), { licences: seats.id })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('alert').filter({ hasText: 'Undone.' }).waitFor()
  assert.deepEqual(await mapping(), {})
})
