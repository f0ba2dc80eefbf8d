import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

interface Violation {
  rule: string
  from: string
  to: string
}

interface Cruise {
  modules: string[]
  violations: Violation[]
}

/** Runs dependency-cruiser with the project's rules over folders of `directory`. */
export function cruise(directory: string, folders: readonly string[]): Cruise {
  const program = join(root, 'node_modules/.bin/depcruise')
  const config = join(root, '.dependency-cruiser.mjs')
  const run = spawnSync(process.execPath, [program, '--config', config, '--output-type', 'json', ...folders], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${run.stderr}${run.stdout}`)
  const report = JSON.parse(run.stdout) as {
    modules: { source: string }[]
    summary: { violations: { rule: { name: string }; from: string; to: string }[] }
  }
  return {
    modules: report.modules.map(({ source }) => source),
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
