import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../../../snippet/affiliate.ts', import.meta.url))

let running: Promise<string> | undefined

/**
 * Makes `affiliate.js` from its sources for browsers from 2018 on (Chrome 64, Firefox 58, Safari 12, Edge 79).
 *
 * esbuild is loaded for this alone, and its process ends afterwards: so there is one build at a time.
 */
export function buildSnippet(): Promise<string> {
  running ??= make().finally(() => (running = undefined))
  return running
}

async function make(): Promise<string> {
  const { build, stop } = await import('esbuild')
  const options = { bundle: true, minify: true, format: 'iife', target: 'es2018', write: false } as const
  try {
    const { outputFiles } = await build({ ...options, entryPoints: [entry], tsconfigRaw: '{}', logLevel: 'silent' })
    return outputFiles[0]?.text ?? ''
  } finally {
    await stop()
  }
}
