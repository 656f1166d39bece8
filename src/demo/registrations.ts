import { partnerAt } from './portfolios.ts'
import { companies } from './programme.ts'
import type { Stage } from './stage.ts'

const leads = {
  name: 'Introduce a company',
  purpose: 'LEAD',
  fields: [
    { label: 'Company', isRequired: true, dataType: 'STRING' },
    { label: 'What they need', isRequired: false, dataType: 'STRING' },
  ],
}
const deals = {
  name: 'Register a deal',
  purpose: 'DEAL',
  needsAcceptance: true,
  fields: [{ label: 'Company', isRequired: true, dataType: 'STRING', dealProperty: 'CUSTOMER_NAME' }],
}

/** Company, its domain, amount, and what came of it. The last two want the same customer. */
const registered = [
  ['Quarry Tools', 'quarry-tools.example', '24000', 'accept'],
  ['Harrow Foods', 'harrow-foods.example', '8200', 'return'],
  ['Tansy Freight', 'tansy-freight.example', '15500', 'decline'],
  ['Cobalt Clinics', 'cobalt-clinics.example', '31000', 'accept'],
  ['Cobalt Clinics Ltd', 'cobalt-clinics.example', '29000', undefined],
] as const

const sellers = companies.filter(({ categories, phase }) => categories.includes('Reseller') && phase === 2)

/** Partners introduce companies and register deals, of which two want the same customer. */
export async function registerDeals(stage: Stage): Promise<void> {
  await submitLeads(stage)
  const form = await stage.ensure('forms', 'name', deals)
  const known = await stage.all('form-submissions.list', { formId: form.id })
  for (const [at, [company, customerDomain, amount, answer]] of registered.entries()) {
    if (known.length > at) continue
    const partnerId = await partnerAt(stage, sellers[at]?.domain ?? '')
    const deal = {
      name: `${company}, warehouse licences`,
      customerDomain,
      amount,
      currency: 'EUR',
      closeDate: stage.dayAhead(30 + at),
    }
    const fields = { [fieldOf(form, 0)]: company }
    const { id } = await stage.act('form-submissions.create', { formId: form.id, partnerId, fields, deal })
    const reason = answer === 'accept' ? {} : { reason: 'Please tell us who decides there.' }
    if (answer) await stage.act(`form-submissions.${answer}`, { id, ...reason })
  }
}

async function submitLeads(stage: Stage): Promise<void> {
  const form = await stage.ensure('forms', 'name', leads)
  const known = await stage.all('form-submissions.list', { formId: form.id })
  for (const [at, company] of ['Ivel Outfitters', 'Merrow Books', 'Plover Farms'].entries()) {
    if (known.length > at) continue
    const partnerId = await partnerAt(stage, sellers[at]?.domain ?? '')
    const fields = { [fieldOf(form, 0)]: company, [fieldOf(form, 1)]: 'A second warehouse' }
    await stage.act('form-submissions.create', { formId: form.id, partnerId, fields })
  }
}

const fieldOf = (form: Record<string, unknown>, at: number): string =>
  (form['fields'] as { id: string }[])[at]?.id ?? ''
