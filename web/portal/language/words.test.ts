import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeTables } from '#/route-tables.ts'

type Tree = { [key: string]: string | Tree }

/** Every text by its whole name. */
function flat(tree: Tree, above = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[above + key, value] as const] : [...flat(value, `${above}${key}.`)],
    ),
  )
}

/** The module is not typed here: the pages' types are those of a browser. */
const wordsOf = async (language: string): Promise<Tree> => {
  const module = (await import(`./${language}.ts`)) as { words?: Tree; en?: Tree }
  return module.words ?? module.en ?? {}
}

const english = flat(await wordsOf('en'))
const holesOf = (text = '') => [...text.matchAll(/\{\{\w+\}\}/g)].map(([hole]) => hole).toSorted()

const names = ['PayPal', 'PayPal {{email}}', 'IBAN', 'BIC']

/** Words that are the same in English, by language. */
const alike: Record<string, string[]> = {
  de: [
    'Portal',
    'Links',
    'Conversions',
    'Leads',
    'Deals',
    'Team',
    'Status',
    'Link',
    'Code',
    'Plan',
    'Deal',
    'Name',
    'Manager',
  ],
  fr: ['Conversions', 'Commissions', 'Date', 'Code', 'Page', 'Commission', 'Plan', 'Instructions', 'E-mail'],
  nl: ['Links', 'Leads', 'Deals', 'Team', 'Status', 'Link', 'Code', 'Plan', 'Deal', 'Open', 'E-mail', 'Manager'],
  es: ['Portal', 'Plan', 'No'],
}

for (const [language, shared] of Object.entries(alike)) {
  const own = flat(await wordsOf(language))

  test(`${language} has the texts that English has, with the same values in them`, () => {
    assert.deepEqual([...own.keys()].toSorted(), [...english.keys()].toSorted())
    const different = [...own].filter(([key, text]) => holesOf(text).join() !== holesOf(english.get(key)).join())
    assert.deepEqual(different, [])
  })

  test(`${language} leaves no text English but words that are the same there`, () => {
    const same = [...own].filter(([key, text]) => text === english.get(key)).map(([, text]) => text)
    assert.deepEqual(new Set(same), new Set([...names, ...shared]))
  })
}

test('every refusal that a partner may meet has words of its own', () => {
  const routes = routeTables.filter(({ contract }) => contract.name === 'portal').flatMap((table) => table.routes)
  // Whatever is not there is said by one sentence, and a code by the page of signing in.
  const codes = routes.flatMap(([, , { refuses = [] }]) =>
    refuses.filter(({ kind, code }) => kind !== 'not_found' && code !== 'CODE_REFUSED').map(({ code }) => code),
  )
  assert.ok(codes.includes('LINK_CODE_TAKEN'))
  assert.deepEqual(
    codes.filter((code) => !english.has(`pages.faults.${code}`)),
    [],
  )
})
