import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressOutput } from './build/compress.ts'
import { licences } from './build/licences.ts'
import { preloadProgram } from './build/preload-program.ts'
import { listForServiceWorker } from './build/service-worker.ts'

const service = 'http://127.0.0.1:3000'
const calls = [
  '/auth',
  '/readings',
  '/records',
  '/accounts',
  '/sites',
  '/utility',
  '/alerts',
  '/audit',
  '/status',
  '/health',
]
const serviceWorker = 'service-worker.js'
const { gather, write } = licences('licences.md')

export default defineConfig({
  plugins: [
    react(),
    preloadProgram('program'),
    gather(),
    write(),
    listForServiceWorker(serviceWorker),
    compressOutput(),
  ],
  build: {
    target: 'es2022',
    // Everything is a file of its own, so that the page keeps to `script-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The program is named here, so that what it needs counts as part of the first load.
      input: {
        index: 'index.html',
        program: 'src/program.tsx',
        'service-worker': 'service-worker/service-worker.ts',
      },
      output: {
        // A service worker keeps its address; everything else is named by its content.
        entryFileNames: ({ name }) => (name === 'service-worker' ? serviceWorker : 'assets/[name]-[hash].js'),
        // What the first load shares with other pages comes in one file: on a slow connection twenty small ones wait
        // for each other. What only other pages need, such as dialogs, stays out of it.
        codeSplitting: {
          groups: [
            // One file, so that the rules keep their order: Mantine's first, then those that change them.
            { name: 'styles', tags: ['$initial'], test: /\.css$/ },
            { name: 'shared', tags: ['$initial'], minShareCount: 2 },
          ],
        },
      },
    },
  },
  worker: { format: 'es', plugins: () => [gather()] },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(calls.map((path) => [path, service])) },
})
