/**
 * The rules of docs/architecture.md. `test/architecture/dependency-rules.test.ts` proves that each of them bites.
 * A floor may import the floors below it, never those above.
 */
const floors = [
  { name: 'entry', path: '^src/(main\\.ts$|cli/)' },
  { name: 'app', path: '^src/app\\.ts$' },
  { name: 'sheets-and-utility', path: '^src/(sheets|utility)/' },
  { name: 'readings', path: '^src/readings/' },
  { name: 'sites-and-auth', path: '^src/(sites|auth)/' },
  { name: 'alerts-and-operations', path: '^src/(alerts|operations)/' },
  { name: 'http', path: '^src/http/' },
  { name: 'database', path: '^src/database/' },
  { name: 'ground', path: '^src/(?!main\\.ts$|app\\.ts$)[^/]+\\.ts$' },
]

const tests = '\\.test\\.ts$'

const downwardOnly = floors.slice(1).map((floor, index) => ({
  name: `downward-only-from-${floor.name}`,
  comment: `${floor.name} may import only what stands on its own floor or below it`,
  severity: 'error',
  from: { path: floor.path, pathNot: tests },
  to: {
    path: floors
      .slice(0, index + 1)
      .map(({ path }) => path)
      .join('|'),
  },
}))

/** @param {{ name: string, packages: string, only: string, comment: string }} rule */
const onlyThere = ({ name, packages, only, comment }) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [only, tests] },
  to: { path: packages },
})

export default {
  forbidden: [
    ...downwardOnly,
    onlyThere({
      name: 'fastify-only-in-routes',
      packages: '(^|/)node_modules/(@fastify|fastify|fastify-plugin|@scalar)(/|$)',
      only: '-routes\\.ts$|^src/http/',
      comment: 'only *-routes.ts and http/ know Fastify',
    }),
    onlyThere({
      name: 'sql-only-in-stores',
      packages: '(^|/)node_modules/(kysely|pg|pg-[^/]+)(/|$)|^(node:)?sqlite$',
      only: '-store\\.ts$|^src/database/',
      comment: 'only *-store.ts and database/ know SQL',
    }),
    onlyThere({
      name: 'google-only-in-sheets',
      packages: '(^|/)node_modules/(@googleapis|googleapis[^/]*|google-auth-library|gaxios)(/|$)',
      only: '^src/sheets/',
      comment: 'only sheets/ knows Google',
    }),
    onlyThere({
      name: 'playwright-only-in-browser',
      packages: '(^|/)node_modules/(playwright[^/]*|@sparticuz)(/|$)',
      only: '^src/utility/connectors/browser/',
      comment: 'only connectors/browser/ knows Playwright',
    }),
    {
      name: 'readings-stand-alone',
      comment: 'the core imports no other capability; app.ts hands it what to call',
      severity: 'error',
      from: { path: '^src/readings/', pathNot: tests },
      to: { path: '^src/(sites|auth|sheets|utility|alerts|operations|cli)/' },
    },
    {
      name: 'sheets-and-utility-apart',
      comment: 'either can be removed without the other',
      severity: 'error',
      from: { path: '^src/(sheets|utility)/', pathNot: tests },
      to: { path: '^src/(sheets|utility)/', pathNot: '^src/$1/' },
    },
    {
      name: 'no-circles',
      comment: 'types count too: an interface that two files share has a file of its own',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'environment-only-at-the-top',
      comment: 'settings come from config.ts; process.env is read nowhere else (Biome: noProcessEnv)',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(config|main|cli/main)\\.ts$', tests] },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'src-without-tests',
      comment: 'what runs in production needs neither tests nor benchmarks',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '^(test|bench)/|\\.test\\.ts$' },
    },
    {
      name: 'src-without-dev-dependencies',
      comment: 'a package that src imports stands in "dependencies"',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that nobody imports and that imports nothing',
      severity: 'error',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^bench/peers/roadmap/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
