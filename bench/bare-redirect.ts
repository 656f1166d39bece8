import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { argv, stdout } from 'node:process'

/** The floor of the redirect: the same answer by `node:http` alone. Says its address as the product does. */
const [, , location = ''] = argv
const headers = ['Location', location, 'Cache-Control', 'no-store', 'X-Robots-Tag', 'noindex', 'Content-Length', '0']
const server = createServer((_request, response) => {
  response.writeHead(302, headers)
  response.end()
})
server.listen(0, '127.0.0.1', () => {
  stdout.write(`Symbolon is ready at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => process.exit(0))
