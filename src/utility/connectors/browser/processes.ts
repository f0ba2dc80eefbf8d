import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A process of this machine. */
interface Process {
  id: number
  parent: number
  command: string
}

const run = promisify(execFile)
const kilobytes = /^Pss:\s+(\d+) kB$/m

/** Ends every process whose command line names the profile; what they started ends with them. */
export async function endProcessesOf(profile: string): Promise<void> {
  for (const { id, command } of await listProcesses())
    if (namesProfile(command, profile)) {
      try {
        process.kill(id, 'SIGKILL')
      } catch {
        // It ended by itself meanwhile.
      }
    }
}

/** What the browser with this profile and all that it started hold in memory, in megabytes; null where nobody says. */
export async function memoryOf(profile: string): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const all = await listProcesses()
  const family = new Set(all.filter(({ command }) => namesProfile(command, profile)).map(({ id }) => id))
  // Parents come before their children where ids are given in order; where not, a child is missing from a figure.
  for (const { id, parent } of all) if (family.has(parent)) family.add(id)
  const shares = await Promise.all([...family].map(shareOf))
  return Math.round(shares.reduce((sum, share) => sum + share, 0) / 1024)
}

function namesProfile(command: string, profile: string): boolean {
  return command.split('\0').includes(`--user-data-dir=${profile}`) || command.includes(`--user-data-dir=${profile} `)
}

async function listProcesses(): Promise<Process[]> {
  if (process.platform !== 'linux') return await listByPs()
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(ids.toSorted((one, other) => one - other).map(readProcess))
  return found.filter((one) => one !== undefined)
}

async function readProcess(id: number): Promise<Process | undefined> {
  try {
    const [command, stat] = await Promise.all([
      readFile(`/proc/${id}/cmdline`, 'utf8'),
      readFile(`/proc/${id}/stat`, 'utf8'),
    ])
    // The second field is a name in brackets that may hold anything; the parent is the second after it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return { id, parent, command }
  } catch {
    return undefined
  }
}

async function listByPs(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return id === undefined ? [] : [{ id: Number(id), parent: Number(parent), command: `${command} ` }]
  })
}

async function shareOf(id: number): Promise<number> {
  const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(kilobytes.exec(text)?.[1] ?? 0)
}
