import { isMainThread, parentPort, Worker } from 'node:worker_threads'

/** The page of the API reference and the script that it loads. */
export type ApiReference = { page: string; script: string }

const scriptPath = '/docs/js/scalar.js'

/**
 * Makes the reference in a thread that ends afterwards: the library holds tens of megabytes,
 * which a server that shows it now and then need not carry.
 */
export async function makeReference(): Promise<ApiReference> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiReference>()
  const worker = new Worker(new URL(import.meta.url), { execArgv: [] })
  worker.once('message', resolve).once('error', reject)
  worker.once('exit', () => reject(new Error('The API reference could not be made.')))
  return await promise.finally(() => worker.terminate())
}

/** Scalar, with whatever would ask another host turned off. */
async function render(): Promise<ApiReference> {
  const { default: Fastify } = await import('fastify')
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const app = Fastify()
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Symbolon API',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    },
  })
  const [page, script] = [await app.inject('/docs/'), await app.inject(scriptPath)]
  return { page: page.body, script: script.body }
}

if (!isMainThread) parentPort?.postMessage(await render())
