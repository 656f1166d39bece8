import { readFile, writeFile } from 'node:fs/promises'
import { argv, exit, stderr, stdout } from 'node:process'
import { settings } from '../config.ts'

type Shown = { env: string; default: string | undefined; doc: string; shown?: string }

const rows = (Object.values(settings) as Shown[]).map(
  (setting) => `| \`${setting.env}\` | ${setting.shown ?? `\`${setting.default ?? ''}\``} | ${setting.doc} |`,
)

const text = `# Configuration

Every setting is an environment variable. All of them are checked at the start; every mistake is named at once. This page is made from
\`src/config.ts\` by \`npm run docs\`.

| variable | default | |
|---|---|---|
${rows.join('\n')}
`

const file = new URL('../../docs/configuration.md', import.meta.url)
const isCurrent = (await readFile(file, 'utf8').catch(() => '')) === text
if (argv.includes('--check')) {
  if (!isCurrent) stderr.write('docs/configuration.md is not what src/config.ts says. Run: npm run docs\n')
  exit(isCurrent ? 0 : 1)
}
await writeFile(file, text)
stdout.write('Wrote docs/configuration.md\n')
