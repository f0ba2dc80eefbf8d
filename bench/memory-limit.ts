import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = '/sys/fs/cgroup'
const megabyte = 1024 * 1024

export interface MemoryLimit {
  /** How the memory is limited, as a sentence for the report. */
  means: string
  /** After the process has ended. */
  remove(): void
}

/** Gives a running process so much memory and no more by a control group, where this user may make one. */
export function limitMemory(pid: number, megabytes: number): MemoryLimit {
  const isSecondVersion = existsSync(join(root, 'cgroup.controllers'))
  const group = join(root, isSecondVersion ? '' : 'memory', `meterbridge-bench-${pid}`)
  const file = isSecondVersion ? 'memory.max' : 'memory.limit_in_bytes'
  try {
    mkdirSync(group)
    writeFileSync(join(group, file), String(megabytes * megabyte))
    writeFileSync(join(group, 'cgroup.procs'), String(pid))
    const given = Number(readFileSync(join(group, file), 'utf8')) / megabyte
    return { means: `${given} MB by a control group, the page cache included`, remove: () => rmdirSync(group) }
  } catch {
    return { means: 'memory not limited, as no control group can be made here; only measured', remove: () => undefined }
  }
}
