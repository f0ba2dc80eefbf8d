import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SettingError } from './setting-types.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The first browser on the PATH that can be started. */
export function findChromium(path: string | undefined): string | undefined {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

/** A program that can be started. */
export function program(name: string, path: string): string {
  if (isExecutable(path)) return path
  throw new SettingError(name, 'names no program that can be started', '/usr/bin/chromium')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
