import { readdirSync, readFileSync } from 'node:fs'
import { packageFolder } from '../../package-folder.ts'
import type { ImportMap } from './import-map.ts'

/** A known system's export. */
export interface ImportPreset {
  name: string
  title: string
  /** Where in the system the file is to be had. */
  export: string
  /** What the preset was checked against. */
  origin: string
  notes: string[]
  map: ImportMap
}

const folder = new URL('src/readings/imports/presets/', packageFolder)

/** Every preset, in the order of their names. */
export function readPresets(): ImportPreset[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ImportPreset)
}
