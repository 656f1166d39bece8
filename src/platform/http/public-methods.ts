import type { FastifyInstance, HTTPMethods } from 'fastify'
import { noSuchMethod } from './faults.ts'

/** Refuses all other methods of a public address, and says which it has. */
export function refuseOtherMethods(app: FastifyInstance, url: string, methods: readonly HTTPMethods[]): void {
  const others = (app.supportedMethods as HTTPMethods[]).filter((method) => !methods.includes(method))
  app.route({
    method: others,
    url,
    exposeHeadRoute: false,
    onRequest: async (_request, reply) => {
      reply.header('allow', methods.join(', '))
      throw noSuchMethod(methods)
    },
    handler: async () => {},
  })
}
