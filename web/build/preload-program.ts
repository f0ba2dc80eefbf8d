import type { Plugin } from 'vite'

const script = /<(?=script type="module"|link rel="modulepreload")(\w+)/g

/** Lets the program, the entry of this name, be fetched beside what loads it, and all scripts after the styles. */
export function preloadProgram(name: string): Plugin {
  return {
    name: 'preload-program',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const program = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === name)
        if (!program) throw new Error(`the build has no ${name}`)
        return html
          .replace('</head>', `  <link rel="modulepreload" crossorigin href="/${program.fileName}">\n  </head>`)
          .replace(script, '<$1 fetchpriority="low"')
      },
    },
  }
}
