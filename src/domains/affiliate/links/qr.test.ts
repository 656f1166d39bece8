import assert from 'node:assert/strict'
import { test } from 'node:test'
import QRCode from 'qrcode'
import { newLink } from '#/testing/affiliate.ts'
import { faults } from '#/testing/commission-lines.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('the QR code of a link is drawn as an image or a drawing of the size that is asked for', async () => {
  const { admin } = await world(server)
  const { id, url, code } = await newLink(admin)
  const draw = async (query = '') => {
    const answer = await fetch(`${server.url}/api/v1/links/${id}/qr${query}`, { headers: { 'x-api-key': admin.key } })
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const look = { margin: 4, errorCorrectionLevel: 'M' } as const
  const png = await draw()
  assert.equal(png.answer.status, 200)
  assert.equal(png.answer.headers.get('content-type'), 'image/png')
  assert.equal(png.answer.headers.get('content-disposition'), `attachment; filename="${code}.png"`)
  assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [512, 512])
  assert.ok(png.bytes.equals(await QRCode.toBuffer(url, { ...look, width: 512 })), 'it says the address')
  const svg = await draw('?format=svg&size=200')
  assert.equal(svg.answer.headers.get('content-type'), 'image/svg+xml; charset=utf-8')
  assert.match(svg.bytes.toString(), /<svg [^>]*width="200" height="200"/)
  assert.equal(svg.bytes.toString(), await QRCode.toString(url, { ...look, width: 200, type: 'svg' }))
  for (const size of ['63', '2049', '-1', '1e3', '100.5', 'big', ''])
    assert.deepEqual(
      faults(await admin.get(`/api/v1/links/${id}/qr?size=${size}`))
        .at(1)
        ?.split(' ')[0],
      'size',
      size,
    )
  const gif = await admin.get(`/api/v1/links/${id}/qr?format=gif`)
  assert.deepEqual(faults(gif), [422, 'format invalid_value'])
})
