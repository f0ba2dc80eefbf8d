import type { Recipe, RecipeStep } from '../../../src/utility/connectors/browser/recipe.ts'
import { startAltbau } from './altbau.ts'
import { importOf } from './bench.ts'
import { startNetzportal } from './netzportal.ts'
import type { Portal } from './portal.ts'
import { startStadtwerke } from './stadtwerke.ts'
import { startVersorger } from './versorger.ts'

/** One make of portal, with everything that a person adds to the imported recording. */
export interface PortalMake {
  name: string
  start(): Promise<Portal>
  recipe(portal: Portal): Recipe
}

interface Addition {
  date: string
  reading: string
  success: string
  credentials: string
  captcha: string
  /** How many of the recording's steps sign in. */
  signIn: number
  history: (portal: Portal) => RecipeStep[]
  row: string
}

const refusals = [{ pattern: 'niedriger als der letzte', code: 'less-than-previous' as const }]

function recipeOf(name: string, portal: Portal, addition: Addition): Recipe {
  const { reading, date, success, credentials, captcha, signIn, history, row } = addition
  const { recipe } = importOf(name, portal, { reading, date })
  return {
    ...recipe,
    success: { pattern: success },
    refusals,
    needsPerson: [
      { pattern: credentials, code: 'credentials' },
      { pattern: captcha, code: 'captcha' },
    ],
    history: { steps: [...recipe.steps.slice(0, signIn), ...history(portal)], row, receipt: 'R-\\d+' },
    // Longer than the slowest machine takes: what comes, comes at once.
    timeout: 60_000,
  }
}

const opened = (path: string) => (portal: Portal) => [{ type: 'navigate' as const, url: portal.url + path }]

export const portalMakes: readonly PortalMake[] = [
  {
    name: 'stadtwerke',
    start: startStadtwerke,
    recipe: (portal) =>
      recipeOf('stadtwerke', portal, {
        reading: '5001',
        date: '02.05.2026',
        success: 'gespeichert\\. Belegnummer: (R-\\d+)',
        credentials: 'Zugangsdaten sind falsch',
        captcha: 'kein Roboter',
        signIn: 8,
        history: opened('/history'),
        row: '{{date|YYYY-MM-DD}}\\s+{{reading}} kWh\\s+R-\\d+',
      }),
  },
  {
    name: 'netzportal',
    start: startNetzportal,
    recipe: (portal) =>
      recipeOf('netzportal', portal, {
        reading: '5001',
        date: '02.05.2026',
        success: 'Übermittelt\\. Vorgang (R-\\d+)',
        credentials: 'Anmeldung fehlgeschlagen',
        captcha: 'Captcha',
        signIn: 6,
        history: () => [{ type: 'click', selectors: [['aria/Meine Ablesungen']] }],
        row: '{{date|DD.MM.YYYY}} \\| {{reading}} \\| R-\\d+',
      }),
  },
  {
    name: 'versorger',
    start: startVersorger,
    recipe: (portal) =>
      recipeOf('versorger', portal, {
        reading: '5001,0',
        date: '02.05.2026',
        success: 'Eingangsnummer (R-\\d+)',
        credentials: 'PIN oder Kundennummer falsch',
        captcha: 'Captcha',
        signIn: 6,
        history: (one) => [
          { type: 'click', selectors: [['aria/Verlauf']], assertedEvents: [{ type: 'navigation' }] },
          { type: 'waitForExpression', expression: `location.href === ${JSON.stringify(`${one.url}/verlauf`)}` },
        ],
        row: '{{date|DD.MM.YYYY}}: {{reading|decimal:,:1}} kWh \\(R-\\d+\\)',
      }),
  },
  {
    name: 'altbau',
    start: startAltbau,
    recipe: (portal) =>
      recipeOf('altbau', portal, {
        reading: '5001',
        date: '02.05.26',
        success: 'Gebucht unter (R-\\d+)',
        credentials: 'Falsche Zugangsdaten',
        captcha: 'Captcha',
        signIn: 6,
        history: opened('/list'),
        row: '{{date|DD.MM.YY}}\\s+{{reading}}\\s+R-\\d+',
      }),
  },
]
