import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'

const installed = '/usr/bin/chromium'

/** A real browser for tests: CHROMIUM_PATH, Debian's, or the one from npm. */
export async function chromiumPath(): Promise<string> {
  return process.env['CHROMIUM_PATH'] ?? (existsSync(installed) ? installed : await sparticuz.executablePath())
}
