import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { hashOfPages } from '#/pages.ts'

const dist = join(import.meta.dirname, 'dist')

/** Builds both applications and packs their files once, so that the server only hands them out. */
const hash = await hashOfPages()
await build({ configFile: join(import.meta.dirname, 'vite.config.ts') })
const assets = (await readdir(join(dist, 'assets'))).filter((name) => /\.(js|css|svg)$/.test(name))
await Promise.all(assets.map(async (name) => pack(join(dist, 'assets', name))))
await writeFile(join(dist, 'built-from'), hash)

async function pack(file: string): Promise<void> {
  const bytes = await readFile(file)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, quality),
  ])
  await Promise.all([writeFile(`${file}.gz`, zipped), writeFile(`${file}.br`, brotli)])
}
