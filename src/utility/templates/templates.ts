import { readdirSync, readFileSync } from 'node:fs'
import { packageFolder } from '../../package-folder.ts'

/** A connector to a known service, to be completed with secrets and put. */
export interface ConnectorTemplate {
  name: string
  title: string
  /** The address of the documentation that it was made from. */
  documentation: string
  /** Whether it was ever tried against the service itself. */
  tested: boolean
  notes: string[]
  /** What each secret is, by its name. */
  secrets: Record<string, string>
  connector: Record<string, unknown>
}

const folder = new URL('src/utility/templates/', packageFolder)

/** Every template, in the order of their names. */
export function readTemplates(): ConnectorTemplate[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ConnectorTemplate)
}
