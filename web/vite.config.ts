import { defineConfig } from 'vite'

const here = import.meta.dirname

/** Two applications, with hashed names, for browsers of the last two years; nothing is inlined, so that the policy stays strict. */
export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  // Imports show a file by the server's own reading of it; this is the same library, made for browsers.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    // These know `light-dark()`; for older ones it would be rewritten into what knows nothing of our switch.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: [`${here}/console.html`, `${here}/portal.html`],
      // Libraries mark files for servers of React that we do not run.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
})
