import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isSettled } from '../../../src/utility/submissions/progress.ts'
import type { DatabaseLocation } from '../../support/databases.ts'
import type { Workbench } from './workbench.ts'

const child = fileURLToPath(new URL('submitter-process.ts', import.meta.url))

/** Starts a submitter as a process of its own on a database of this one, with a browser where its path is given. */
export async function startSubmitter(
  { dataDir, databaseUrl }: DatabaseLocation,
  chromiumPath = '',
): Promise<ChildProcess> {
  const settings = [dataDir, databaseUrl?.reveal() ?? '', chromiumPath]
  const started = fork(child, settings, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await Promise.race([once(started, 'message'), once(started, 'exit')])
  assert.equal(started.exitCode, null, 'the submitter did not start')
  return started
}

export async function kill(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit')
  process.kill('SIGKILL')
  await ended
}

const allSubmissions = ({ submissions }: Workbench) =>
  submissions.list({ state: undefined, site: undefined, limit: 1000, before: undefined })

export async function areAllSettled(bench: Workbench): Promise<boolean> {
  return (await allSubmissions(bench)).every(({ state }) => isSettled(state))
}

export async function untilSettled(bench: Workbench): Promise<void> {
  while (!(await areAllSettled(bench))) await pause(100)
}

/** How many attempts a kill has met. */
export async function countCutOff(bench: Workbench): Promise<number> {
  const attempts = await bench.submissions.attemptsOf(await allSubmissions(bench))
  return [...attempts.values()].flat().filter(({ detail }) => detail?.startsWith('The service ended')).length
}
