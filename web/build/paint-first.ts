import type { Plugin } from 'vite'

const stylesheet = /\s*<link rel="stylesheet"[^>]*>/g
const script = /<(?=script type="module"|link rel="modulepreload")(\w+)/g
const place = '<div id="root">'

/**
 * Lets a browser paint what the page shows at once without waiting for anything: the styles stand between that and the
 * program's place, and the program comes after the styles.
 */
export function paintFirst(): Plugin {
  return {
    name: 'paint-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const links = html.match(stylesheet) ?? []
        if (links.length === 0 || !html.includes(place)) throw new Error('the page has no styles or no program')
        return html
          .replace(stylesheet, '')
          .replace(place, `${links.join('').trim()}\n    ${place}`)
          .replace(script, '<$1 fetchpriority="low"')
      },
    },
  }
}
