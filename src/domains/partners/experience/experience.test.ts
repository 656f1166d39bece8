import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { backupCommand } from '#/commands/backup.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { testDatabase } from '#/testing/database.ts'
import { runSql } from '#/testing/sql.ts'
import { runCommand } from '#/testing/terminal.ts'
import { callerOf, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const formOf = (bytes: Buffer | string) => {
  const form = new FormData()
  form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'any')
  return form
}
const put = (caller: Caller, path: string, bytes: Buffer | string) => caller.send('PUT', path, { raw: formOf(bytes) })

async function setting() {
  const own = await world(server)
  const template = (await own.admin.post('/api/v1/experience-templates', { name: 'Standard' })).body.data
  const of = `/api/v1/experience-templates/${template.id}`
  const resource = async (body: object) => {
    const made = await own.admin.post(`${of}/resources`, { title: 'Battle card', ...body })
    assert.equal(made.status, 201, made.text)
    return made.body.data
  }
  return { ...own, template, of, resource }
}

test('resources of a template are links and files, in an order of one’s own', async () => {
  const { admin, template, of, resource } = await setting()
  const last = await resource({ rank: 20, url: 'https://vendor.example.com/start', category: 'Start' })
  const first = await resource({ rank: 10, description: 'How we compare', category: 'Sales' })
  assert.deepEqual(first, {
    id: first.id,
    templateId: template.id,
    title: 'Battle card',
    description: 'How we compare',
    category: 'Sales',
    rank: 10,
    url: null,
    file: null,
    createdAt: first.createdAt,
    updatedAt: first.createdAt,
  })
  const page = (await admin.get(`${of}/resources?limit=1`)).body
  assert.deepEqual([page.data[0].id, typeof page.pagination.nextCursor], [first.id, 'string'])
  const rest = await admin.get(`${of}/resources?cursor=${page.pagination.nextCursor}`)
  assert.deepEqual([rest.body.data[0].id, rest.body.pagination.nextCursor], [last.id, null])
  const moved = await admin.patch(`/api/v1/experience-resources/${last.id}`, { rank: 5, title: 'First steps' })
  assert.deepEqual([moved.body.data.title, moved.body.data.rank, moved.body.data.url], ['First steps', 5, last.url])
  assert.equal((await admin.delete(`/api/v1/experience-resources/${last.id}`)).status, 204)
  assert.equal((await admin.patch(`/api/v1/experience-resources/${last.id}`, { rank: 1 })).status, 404)
  assert.equal((await admin.post(`${of}/resources`, { title: 'x', url: 'javascript:alert(1)' })).status, 422)
})

test('what a browser could run is only saved, whatever its name says', async () => {
  const { admin, resource } = await setting()
  const { id } = await resource({})
  const path = `/api/v1/experience-resources/${id}/file`
  const open = async (bytes: Buffer | string, name: string) => {
    const answer = await put(admin, `${path}?name=${encodeURIComponent(name)}`, bytes)
    assert.equal(answer.status, 200, answer.text)
    const { headers } = await admin.get(path)
    return [
      answer.body.data.file.mediaType,
      ...['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options'].map((key) =>
        headers.get(key),
      ),
    ]
  }
  assert.deepEqual(await open(png, 'Größe "A".png'), [
    'image/png',
    'image/png',
    `inline; filename="Gro__e _A_.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22A%22.png`,
    "frame-ancestors 'none'",
    'nosniff',
  ])
  for (const evil of [
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<!doctype html><script>alert(1)</script>',
  ])
    assert.deepEqual(await open(evil, 'logo.png'), [
      'application/octet-stream',
      'application/octet-stream',
      `attachment; filename="logo.png"; filename*=UTF-8''logo.png`,
      "default-src 'none'; frame-ancestors 'none'; sandbox",
      'nosniff',
    ])
  assert.equal((await put(admin, `${path}?name=a%2Fb.png`, png)).status, 422)
  assert.equal((await put(admin, `${path}?name=big.bin`, Buffer.alloc(20_971_521))).status, 413)
  const linked = await admin.patch(`/api/v1/experience-resources/${id}`, { url: 'https://vendor.example.com' })
  assert.deepEqual([linked.body.data.file, (await admin.get(path)).status], [null, 404])
})

test('an uploaded logo is served to everybody under an address that changes with it', async () => {
  const { admin, of } = await setting()
  const stranger = callerOf(server.url, '')
  const { logoPath } = (await put(admin, `${of}/logo`, png)).body.data
  const shown = await stranger.get(logoPath)
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png'])
  assert.match(shown.headers.get('cache-control') ?? '', /immutable/)
  assert.equal((await admin.get(of)).body.data.logoPath, logoPath)
  assert.equal((await put(admin, `${of}/logo`, png)).body.data.logoPath, logoPath)
  assert.equal((await put(admin, `${of}/logo`, '<svg/>')).status, 422)
  assert.equal((await put(admin, `${of}/logo`, '%PDF-1.7')).status, 422)
  const next = (await put(admin, `${of}/logo`, Buffer.concat([png, png]))).body.data.logoPath
  assert.deepEqual([(await stranger.get(next)).status, (await stranger.get(logoPath)).status], [200, 404])
  assert.equal((await admin.delete(`${of}/logo`)).status, 204)
  assert.deepEqual([(await stranger.get(next)).status, (await admin.get(of)).body.data.logoPath], [404, null])
  const types = (await admin.get('/api/v1/events?limit=100&type=experience-templates.set-logo')).body.data
  assert.equal(types.length, 2)
})

test('the resources and the logo of another organisation do not exist, and reading them does not suffice to change them', async () => {
  const [own, other] = [await setting(), await setting()]
  const { id } = await other.resource({})
  const paths = [`/api/v1/experience-resources/${id}`, `${other.of}/logo`, `${other.of}/resources`]
  const answers = [
    await own.admin.patch(paths[0] ?? '', { rank: 1 }),
    await own.admin.delete(paths[0] ?? ''),
    await own.admin.get(`${paths[0]}/file`),
    await put(own.admin, `${paths[0]}/file?name=a.png`, png),
    await put(own.admin, paths[1] ?? '', png),
    await own.admin.delete(paths[1] ?? ''),
    await own.admin.get(paths[2] ?? ''),
    await own.admin.post(paths[2] ?? '', { title: 'x' }),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map(() => 404),
  )
  const reader = await other.callerWith('partners:read')
  assert.equal((await reader.get(paths[2] ?? '')).status, 200)
  assert.equal((await put(reader, paths[1] ?? '', png)).status, 403)
  assert.equal((await reader.post(paths[2] ?? '', { title: 'x' })).status, 403)
})

test('a template goes with its resources and its logo, unless a partner has it', async () => {
  const { admin, of, template, resource } = await setting()
  const { id } = await resource({})
  await put(admin, `${of}/logo`, png)
  const partner = { name: 'Larkspur', experienceTemplateId: template.id }
  const { data } = (await admin.post('/api/v1/partners', partner)).body
  assert.equal((await admin.delete(of)).status, 409)
  const free = (await admin.post('/api/v1/experience-templates', { name: 'Other' })).body.data
  assert.equal((await admin.patch(`/api/v1/partners/${data.id}`, { experienceTemplateId: free.id })).status, 200)
  assert.equal((await admin.delete(of)).status, 204)
  assert.equal((await admin.patch(`/api/v1/experience-resources/${id}`, { rank: 1 })).status, 404)
})

test('resources, files and logos come through a backup to the byte', async () => {
  const { admin, of, organisation, resource } = await setting()
  const { id } = await resource({})
  await put(admin, `/api/v1/experience-resources/${id}/file?name=a.png`, png)
  await put(admin, `${of}/logo`, png)
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-experience-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'all.zip')
  const kept = await runCommand(backupCommand, server.database.url, file)
  assert.equal(kept.code, 0, kept.err)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.equal(restored.code, 0, restored.err)
  const files = `select content_hash, content, media_type from experience_resource where organisation_id = $1
    union all select content_hash, content, media_type from experience_logo where organisation_id = $1`
  const client = new pg.Client({ connectionString: target.url })
  await client.connect()
  const { rows } = await client.query(files, [organisation.id])
  await client.end()
  assert.equal(rows.length, 2)
  assert.deepEqual(rows, await runSql(server, files, [organisation.id]))
})
