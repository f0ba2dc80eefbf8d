import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../bin/start.js')

export interface ServiceProcess {
  url: string
  /** The one-time link that the start printed. */
  setupLink: string
  stop(): Promise<void>
}

/** Starts the real service in a process of its own, with an empty data directory, a free port and the settings. */
export async function startServiceProcess(settings: Record<string, string> = {}): Promise<ServiceProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meterbridge-web-'))
  const child = spawn(process.execPath, [main], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const setupLink = await printed(child, /http:\S+#\/setup\?token=\S+/)
  const url = new URL(setupLink).origin
  const health = await fetch(`${url}/health`)
  if (!health.ok) throw new Error(`the service is not healthy: ${await health.text()}`)
  return {
    url,
    setupLink,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk)
    const [found] = pattern.exec(output) ?? []
    if (found !== undefined && output.endsWith('\n')) {
      child.stdout?.resume()
      return found
    }
  }
  throw new Error(`the service ended before it listened: ${output}`)
}
