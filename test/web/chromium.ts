import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const installed = '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real browser with a fresh profile: CHROMIUM_PATH, Debian's, or the one from npm. */
export async function launchChromium(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH']
  const executablePath = given ?? (existsSync(installed) ? installed : await sparticuz.executablePath())
  return chromium.launch({ executablePath, args, headless: true })
}
