import { setTimeout } from 'node:timers/promises'
import type { Frame, Locator, Page } from 'playwright-core'
import type { ConnectorContext, Evidence } from '../connector.ts'
import type { Visit } from './visit.ts'

const shortestMasked = 3
const screenshotMilliseconds = 5000
const mostPictures = 4
const againMilliseconds = 200
const fields = 'input, textarea'

/** What can be seen now, as a picture and as text, without secrets. What cannot be had is left out. */
export async function takeEvidence(
  visit: Visit,
  submission: string,
  { secrets, scrub, keepEvidence }: ConnectorContext,
): Promise<Evidence[]> {
  const page = visit.context.pages().includes(visit.current) ? visit.current : visit.main
  const hidden = Object.values(secrets).filter(({ length }) => length >= shortestMasked)
  const address = scrub(placeOf(page.url()))
  const pieces = [
    async () => keepEvidence(submission, { kind: 'screenshot', png: await pictureAtRest(page, hidden) }),
    async () => {
      const lines = [address, '', ...(await visit.text()).split('\n')]
      return keepEvidence(submission, { kind: 'text', text: `${lines.map(scrub).join('\n')}\n` })
    },
  ]
  const kept = await Promise.all(pieces.map((piece) => piece().catch(() => undefined)))
  return [...kept.filter((one) => one !== undefined), { kind: 'page', url: address }]
}

// An address may carry a session in what follows the path.
function placeOf(address: string): string {
  const url = URL.parse(address)
  return url && url.origin !== 'null' ? url.origin + url.pathname : address
}

// A frame that goes while it is looked at is no reason to have no picture.
async function pictureAtRest(page: Page, secrets: readonly string[]): Promise<Uint8Array> {
  for (let tries = 1; ; tries++)
    try {
      return await picture(page, secrets)
    } catch (error) {
      if (tries === mostPictures || page.isClosed()) throw error
      await setTimeout(againMilliseconds)
    }
}

async function picture(page: Page, secrets: readonly string[]): Promise<Uint8Array> {
  const mask = (await Promise.all(page.frames().map((frame) => maskedIn(frame, secrets)))).flat()
  return await page.screenshot({ mask, maskColor: '#000000', timeout: screenshotMilliseconds, animations: 'disabled' })
}

// Runs in the page.
function holdingSecrets(elements: readonly { type: string; value?: string }[], secrets: readonly string[]): number[] {
  const holds = (value: string) => secrets.some((secret) => value.includes(secret))
  return elements.flatMap(({ type, value = '' }, index) => (type === 'password' || holds(value) ? [index] : []))
}

async function maskedIn(frame: Frame, secrets: readonly string[]): Promise<Locator[]> {
  const inputs = frame.locator(fields)
  const held = await inputs.evaluateAll(holdingSecrets, [...secrets])
  return [...held.map((index) => inputs.nth(index)), ...secrets.map((secret) => frame.getByText(secret))]
}
