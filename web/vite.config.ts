import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

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

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Everything is a file of its own, so that the page keeps to `script-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(calls.map((path) => [path, service])) },
})
