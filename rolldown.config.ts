import { defineConfig, type Plugin } from 'rolldown'

/** With one letter beyond Latin-1 in it, V8 keeps a whole file with two bytes a letter. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, files) {
    for (const file of Object.values(files))
      if (file.type === 'chunk') file.code = file.code.replaceAll(/[^\t\n\r -~]/g, escaped)
  },
}

/** What is `require`d when it is first needed is in the bundle as well, once for us and for Fastify. */
const bundledRequires: Plugin = {
  name: 'bundled-requires',
  transform: (code) => code.replace('const require = createRequire(import.meta.url)\n', ''),
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}

// The service in few files: ADR 0020. What lies outside finds files of its own or is no JavaScript.
export default defineConfig({
  input: {
    service: 'src/main.ts',
    'comparison-worker': 'src/sheets/looks/comparison-worker.ts',
    'copy-check-worker': 'src/database/copy-check-worker.ts',
  },
  platform: 'node',
  external: ['@node-rs/argon2', '@scalar/fastify-api-reference', 'pg-native', 'playwright-core'],
  plugins: [bundledRequires, asciiOnly],
  output: {
    dir: 'dist',
    cleanDir: true,
    // The same in each release, by which Sentry knows an error again.
    chunkFileNames: '[name].js',
    // Names are kept for the sake of stack traces.
    minify: { compress: true, mangle: { keepNames: true }, codegen: true },
  },
})
