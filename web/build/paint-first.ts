import type { Plugin } from 'vite'

const stylesheet = /\s*<link rel="stylesheet"[^>]*>/g
const script = /<(?=script type="module"|link rel="modulepreload")(\w+)/g
const place = '<div id="root">'

/**
 * Lets a browser paint what the page shows at once without waiting for anything: the styles stand between that and the
 * program's place, and the program, the entry of this name, is fetched beside them and after them.
 */
export function paintFirst(programName: string): Plugin {
  return {
    name: 'paint-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const links = html.match(stylesheet) ?? []
        const program = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === programName)
        if (links.length === 0 || !html.includes(place) || !program)
          throw new Error('the page has no styles or no program')
        return html
          .replace(stylesheet, '')
          .replace(place, `${links.join('').trim()}\n    ${place}`)
          .replace('</head>', `  <link rel="modulepreload" crossorigin href="/${program.fileName}">\n  </head>`)
          .replace(script, '<$1 fetchpriority="low"')
      },
    },
  }
}
