import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { enterBillingInfo, payoutWith } from '#/testing/payout.ts'
import { runSql } from '#/testing/sql.ts'
import { onWhite } from './pixels.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const path = '/api/v1/billing-info/logo'

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

type Wanted = {
  width?: number
  height?: number
  depth?: number
  colour?: number
  interlace?: number
  rows?: Buffer
  palette?: Buffer
}
const pngBegin = Buffer.from('89504e470d0a1a0a', 'hex')
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

function png({ width = 60, height = 20, depth = 8, colour = 6, interlace = 0, rows, palette }: Wanted = {}) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, colour, 0, 0, interlace], 8)
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(Math.ceil((width * depth * (samples[colour] ?? 1)) / 8), 7),
  ])
  const pixels = deflateSync(rows ?? Buffer.concat(Array.from({ length: height }, () => row)))
  const colours = palette ? [chunk('PLTE', palette)] : []
  return Buffer.concat([
    pngBegin,
    chunk('IHDR', head),
    ...colours,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function jpeg({ marker = 0xc0, depth = 8, channels = 3, width = 300, height = 100 } = {}) {
  const [size, frame] = [Buffer.alloc(4), Buffer.from([0xff, marker, 0, 17, depth])]
  size.writeUInt16BE(height, 0)
  size.writeUInt16BE(width, 2)
  const comment = Buffer.from([0xff, 0xfe, 0, 4, 0xff, 0xc0])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), comment, frame, size, Buffer.from([channels]), randomBytes(40)])
}

async function put(vendor: World, image: Buffer): Promise<Answer> {
  const data = new FormData()
  data.append('file', new Blob([Uint8Array.from(image)]), 'logo')
  return await vendor.admin.send('PUT', path, { raw: data })
}

/** A payout of the organisation, and the file that its statement is. */
async function statementOf(vendor: World) {
  const { id, partnerId } = await payoutWith(server, vendor, { lines: [{ amount: '100' }] })
  await enterBillingInfo(vendor, partnerId)
  return async () => {
    const made = await vendor.admin.post(`/api/v1/payouts/${id}/statement`)
    assert.equal(made.status, 200, made.text)
    const { pathname, search } = new URL(made.body.data.url)
    return Buffer.from(await (await fetch(`${server.url}${pathname}${search}`)).arrayBuffer()).toString('latin1')
  }
}

const imagesIn = (pdf: string) => [...pdf.matchAll(/\/Subtype \/Image/g)].length

test('a logo is put, told and deleted, and stands on statements meanwhile', async () => {
  const vendor = await world(server)
  const statement = await statementOf(vendor)
  const none = await vendor.admin.get(path)
  assert.deepEqual([none.status, none.body.error.code], [404, 'LOGO_NOT_FOUND'])
  assert.equal(imagesIn(await statement()), 0)
  const image = png()
  const made = await put(vendor, image)
  assert.equal(made.status, 200, made.text)
  const { updatedAt, ...rest } = made.body.data
  assert.deepEqual(rest, { mediaType: 'image/png', width: 60, height: 20 })
  assert.deepEqual((await vendor.admin.get(path)).body, made.body)
  assert.ok(imagesIn(await statement()) > 0)
  assert.equal((await put(vendor, image)).body.data.updatedAt, updatedAt, 'the same image changes nothing')
  const other = await put(vendor, jpeg())
  assert.deepEqual([other.body.data.mediaType, other.body.data.width, other.body.data.height], ['image/jpeg', 300, 100])
  assert.match(await statement(), /\/Filter \/DCTDecode/)
  assert.equal((await vendor.admin.delete(path)).status, 204)
  assert.equal((await vendor.admin.delete(path)).status, 204)
  assert.equal(imagesIn(await statement()), 0)
  const events = await runSql(
    server,
    `select type, before is null as begins from event where subject_id = $1 and type like 'billing-info.%' order by id`,
    [vendor.organisation.id],
  )
  assert.deepEqual(
    events.map(({ type, begins }) => `${type} ${begins}`),
    ['billing-info.set-logo true', 'billing-info.set-logo false', 'billing-info.delete-logo false'],
  )
})

test('images of each kind are drawn', async () => {
  const vendor = await world(server)
  const statement = await statementOf(vendor)
  const palette = Buffer.alloc(768, 3)
  const kinds = [
    ...[1, 2, 4, 8, 16].map((depth) => png({ colour: 0, depth })),
    ...[8, 16].flatMap((depth) => [2, 4, 6].map((colour) => png({ colour, depth, width: 31 }))),
    ...[1, 2, 4, 8].map((depth) => png({ colour: 3, depth, palette: palette.subarray(0, 3 * 2 ** depth) })),
    png({ width: 1500, height: 1000 }),
    ...[0xc1, 0xc2].map((marker) => jpeg({ marker })),
    ...[1, 4].map((channels) => jpeg({ channels })),
    jpeg({ width: 20, height: 20_000 }),
  ]
  for (const [at, image] of kinds.entries()) {
    const answer = await put(vendor, image)
    assert.equal(answer.status, 200, `${at}: ${answer.text}`)
    assert.ok(imagesIn(await statement()) > 0, String(at))
  }
})

test('what could not be drawn is refused before it can do harm', async () => {
  const vendor = await world(server)
  const [good, photo] = [png(), jpeg()]
  const broken = Buffer.from(good)
  broken.fill(0x55, 45, 60)
  const refused = {
    'no image': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    nothing: Buffer.alloc(0),
    'its first bytes alone': good.subarray(0, 8),
    'half of it': good.subarray(0, good.length - 20),
    'half a JPEG': photo.subarray(0, 12),
    'no frame in it': Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
    'pixels that are none': broken,
    'too few pixels': png({ rows: Buffer.alloc(100) }),
    'more pixels than it says': png({ rows: Buffer.alloc(50_000_000) }),
    'a size that fills memory': png({ width: 100_000, height: 100_000, rows: Buffer.alloc(10) }),
    'no size': png({ width: 0 }),
    interlaced: png({ interlace: 1 }),
    'an unknown colour': png({ colour: 5 }),
    'a palette of none': png({ colour: 3 }),
    'a lossless JPEG': jpeg({ marker: 0xc3 }),
    'twelve bits': jpeg({ depth: 12 }),
    'five channels': jpeg({ channels: 5 }),
    'a large photo': jpeg({ width: 4000, height: 3000 }),
  }
  for (const [what, image] of Object.entries(refused)) {
    const answer = await put(vendor, image)
    assert.deepEqual([answer.status, answer.body.error.code], [422, 'VALIDATION_ERROR'], `${what}: ${answer.text}`)
    assert.deepEqual(answer.body.error.details[0].path, ['file'], what)
  }
  const large = await put(vendor, Buffer.concat([good, Buffer.alloc(1_048_576)]))
  assert.deepEqual([large.status, large.body.error.code], [413, 'PAYLOAD_TOO_LARGE'])
  assert.equal((await vendor.admin.get(path)).status, 404)
})

test('a logo is the organisation’s own, and needs the scope', async () => {
  const [one, another] = [await world(server), await world(server)]
  assert.equal((await put(one, png())).status, 200)
  assert.equal((await another.admin.get(path)).status, 404)
  assert.equal((await another.admin.delete(path)).status, 204)
  assert.equal((await one.admin.get(path)).status, 200)
  const reader = await one.callerWith('commissions:read')
  assert.equal((await reader.get(path)).status, 200)
  assert.equal((await reader.delete(path)).status, 403)
  assert.equal((await (await one.callerWith('partners:write')).get(path)).status, 403)
})

test('what is transparent stands on white, whatever the filters of the rows', async () => {
  const base = { width: 2, height: 2, depth: 8, palette: Buffer.alloc(0), transparency: Buffer.alloc(0) }
  const [clear, half, red] = [
    [9, 9, 9, 0],
    [0, 100, 255, 128],
    [200, 0, 0, 255],
  ]
  const shown = [255, 255, 255, 127, 177, 255]
  const pixels = [clear, half, red, red].map((pixel = []) => pixel)
  const flat = [0, ...shown, 0, 200, 0, 0, 200, 0, 0]
  for (const filter of [0, 1, 2, 3, 4]) {
    const rows = Buffer.concat(
      [pixels.slice(0, 2), pixels.slice(2)].map((row, y) =>
        filtered(row.flat(), y ? pixels.slice(0, 2).flat() : [], filter),
      ),
    )
    assert.deepEqual([...(await onWhite({ ...base, colour: 6, rowBytes: 8, rows }))], flat, `filter ${filter}`)
  }
  const grey = {
    ...base,
    height: 1,
    colour: 4,
    depth: 16,
    rowBytes: 8,
    rows: Buffer.from([0, 50, 9, 255, 255, 50, 9, 0, 0]),
  }
  assert.deepEqual([...(await onWhite(grey))], [0, 50, 50, 50, 255, 255, 255])
  const palette = Buffer.from([10, 20, 30, 40, 50, 60])
  const indexed = {
    ...base,
    width: 3,
    height: 1,
    colour: 3,
    depth: 1,
    rowBytes: 1,
    rows: Buffer.from([0, 0b01000000]),
    palette,
    transparency: Buffer.from([0]),
  }
  assert.deepEqual([...(await onWhite(indexed))], [0, 255, 255, 255, 40, 50, 60, 255, 255, 255])
})

/** A row as an encoder filters it, four bytes a pixel. */
function filtered(row: number[], above: number[], filter: number): Buffer {
  const guess = (at: number) => {
    const [left = 0, up = 0, corner = 0] = [row[at - 4], above[at], above[at - 4]]
    const near = left + up - corner
    const nearest = [left, up, corner].toSorted((a, b) => Math.abs(near - a) - Math.abs(near - b))[0] ?? 0
    return [0, left, up, Math.floor((left + up) / 2), nearest][filter] ?? 0
  }
  return Buffer.from([filter, ...row.map((value, at) => value - guess(at))])
}
