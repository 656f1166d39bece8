import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyRequest, RequestPayload } from 'fastify'

type ClientError = Error & { code?: string }

const answers: Record<string, [status: string, code: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
    'The headers are larger than this server accepts.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'REQUEST_TIMEOUT', 'The request did not arrive in time.'],
}
const notHttp = ['400 Bad Request', 'BAD_REQUEST', 'This is no HTTP request that the server can read.'] as const

/** Answers what is not even a request: in the envelope of `/api/v1`, and the connection is closed. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, message] = answers[error.code ?? ''] ?? notHttp
  const body = JSON.stringify({ error: { code, message } })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** A body that drips in too slowly costs its sender the connection. A file may take as long as it needs. */
export function guardBodyTime(request: FastifyRequest, payload: RequestPayload, timeoutMs: number): RequestPayload {
  const { headers } = request
  if (headers['content-type']?.startsWith('multipart/') || isWithoutBody(headers)) return payload
  const timer = setTimeout(() => {
    answerClientError(Object.assign(new Error('slow body'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), request.raw.socket)
  }, timeoutMs)
  return payload.once('close', () => clearTimeout(timer))
}

/** Nobody reads a body that is not there, so its end is never heard. */
const isWithoutBody = (headers: IncomingHttpHeaders) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
