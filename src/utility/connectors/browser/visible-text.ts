import type { BrowserContext, Page } from 'playwright-core'

const longestText = 200_000
// What shadow roots show is not part of a document's own text.
const textOfFrame = `(() => {
  const parts = [document.body?.innerText ?? '']
  const enter = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (!element.shadowRoot) continue
      for (const child of element.shadowRoot.children) parts.push(child.innerText ?? '')
      enter(element.shadowRoot)
    }
  }
  enter(document)
  return parts.join('\\n')
})()`

/** The text that a person sees in every window of the portal, frames and open shadow roots included. */
export async function visibleText(context: BrowserContext): Promise<string> {
  const texts = await Promise.all(context.pages().map(textOfPage))
  return texts.join('\n').slice(0, longestText)
}

async function textOfPage(page: Page): Promise<string> {
  // A frame that is just going shows nothing.
  const texts = await Promise.all(page.frames().map((frame) => frame.evaluate(textOfFrame).catch(() => '')))
  return texts.map(String).join('\n')
}
