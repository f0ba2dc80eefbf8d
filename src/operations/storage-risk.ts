import { readFile, realpath } from 'node:fs/promises'
import type { Platform } from '../platform.ts'

interface Storage {
  dataDir: string
  platform: Platform | undefined
}

const inMemory = ['tmpfs', 'ramfs']
const ofContainers = ['overlay', 'aufs', 'fuse-overlayfs']

/** Why a data directory will not survive a redeploy, and what to do; null where it will, or where that cannot be known. */
export async function findStorageRisk({ dataDir, platform }: Storage): Promise<string | null> {
  const [mounts, path] = await Promise.all([
    readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
    realpath(dataDir).catch(() => undefined),
  ])
  return path === undefined ? null : storageRisk(path, mounts, platform)
}

/** @param mountInfo as Linux tells it: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
export function storageRisk(path: string, mountInfo: string, platform: Platform | undefined): string | null {
  const mount = mountOf(path, mountInfo)
  if (!mount) return null
  if (inMemory.includes(mount.kind))
    return 'DATA_DIR is kept in memory: every reading is gone after a restart. Put it on a disk, or use DATABASE_URL.'
  const isOwnMount = mount.point !== '/'
  if (isOwnMount) return null
  if (platform)
    return `DATA_DIR is on no volume: ${platform} gives the next deployment an empty disk. Attach a volume at its path, or use DATABASE_URL.`
  if (ofContainers.includes(mount.kind))
    return 'DATA_DIR lies inside the container and is gone with it. Mount a volume at its path, or use DATABASE_URL.'
  return null
}

interface Mount {
  point: string
  kind: string
}

/** The mount that a path lies on: of those that contain it the deepest, and of the same place the last. */
function mountOf(path: string, mountInfo: string): Mount | undefined {
  const mounts = mountInfo.split('\n').flatMap((line): Mount[] => {
    const [left = '', right = ''] = line.split(' - ')
    const [point, kind] = [left.split(' ')[4], right.split(' ')[0]]
    return point && kind ? [{ point: unescaped(point), kind }] : []
  })
  return mounts
    .filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
    .reduce<Mount | undefined>(
      (best, mount) => (best && best.point.length > mount.point.length ? best : mount),
      undefined,
    )
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(\d{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
