import assert from 'node:assert/strict'
import axe, { type AxeResults } from 'axe-core'
import type { Page, ViewportSize } from 'playwright-core'
import { desk, phone } from './dashboard.ts'

const transitionsOver = `Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished),
)`

/**
 * Checks a page as it stands with axe and that nothing of it is cut off: as it is in the light, and in the dark at the
 * other size, so that both sizes and both colour schemes are seen at the cost of one.
 */
export async function assertAccessible(page: Page): Promise<void> {
  const size = page.viewportSize() ?? desk.viewport
  const other = size.width === phone.viewport.width ? desk.viewport : phone.viewport
  await assertFit(page, 'light', size)
  await assertFit(page, 'dark', other)
  await page.setViewportSize(size)
}

async function assertFit(page: Page, colorScheme: 'light' | 'dark', size: ViewportSize): Promise<void> {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate(axe.source)
  // The program hears of the scheme some time after its style sheets do; transitions of colours come after that.
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
  await page.evaluate(transitionsOver)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join('\n')}`,
  )
  const where = `${colorScheme} ${size.width} ${page.url()}`
  assert.deepEqual(told, [], where)
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), size.width, where)
}
