#!/usr/bin/env node
import './quick-start.js'

await import('../src/cli/main.ts')
