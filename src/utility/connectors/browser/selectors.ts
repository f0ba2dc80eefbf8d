import type { Frame, Locator, Page } from 'playwright-core'

type Scope = Page | Frame | Locator
type AriaRole = Parameters<Page['getByRole']>[0]

const rolesActedOn = [
  'button',
  'link',
  'textbox',
  'checkbox',
  'radio',
  'combobox',
  'searchbox',
  'spinbutton',
  'option',
  'menuitem',
  'tab',
  'switch',
  'listbox',
  'row',
  'gridcell',
  'cell',
] as const satisfies readonly AriaRole[]

/**
 * What one selector of a Chrome DevTools Recorder export may mean, the most exact meaning first. A list of selectors
 * leads from each element, also through its open shadow root, to the next.
 * Source: https://pptr.dev/guides/page-interactions#selectors and @puppeteer/replay.
 */
export function locatorsOf(scope: Scope, selector: string | readonly string[]): Locator[] {
  const chain = [selector].flat()
  const first = chain.slice(0, 1).flatMap((part) => locatorsOfPart(scope, part))
  return chain.slice(1).reduce((hosts, part) => hosts.flatMap((host) => locatorsOfPart(host, part)), first)
}

/**
 * Whether a selector says what an element is, and not only where it stands: a place may be taken by something else while a
 * page is still changing.
 */
export function saysWhat(selector: string | readonly string[]): boolean {
  const last = [selector].flat().at(-1) ?? ''
  return /^(aria|text)\//.test(last) || /#|\[(?!\d)|@[\w-]+\s*=|text\(\)|contains\(/.test(last)
}

function locatorsOfPart(scope: Scope, part: string): Locator[] {
  const [, kind = '', rest = ''] = /^(aria|text|xpath|pierce)\/(.*)$/s.exec(part) ?? []
  switch (kind) {
    case 'aria':
      return ariaLocators(scope, rest)
    case 'text':
      return [scope.getByText(rest, { exact: true }), scope.getByText(new RegExp(escaped(rest)))]
    case 'xpath':
      return [scope.locator(`xpath=${rest}`)]
    case 'pierce':
      return [scope.locator(`css=${rest}`)]
    default:
      return [scope.locator(`css=${part.replaceAll(/>>>>?/g, ' ')}`)]
  }
}

function ariaLocators(scope: Scope, text: string): Locator[] {
  const role = /^(.*)\[role="([a-z]+)"\]$/s.exec(text)
  const [, named = '', roleName = ''] = role ?? []
  if (role) return [scope.getByRole(roleName as AriaRole, named === '' ? {} : { name: named, exact: true })]
  const [first, ...others] = rolesActedOn.map((one) => scope.getByRole(one, { name: text, exact: true }))
  const byRole = first ? [others.reduce((all, one) => all.or(one), first)] : []
  const exact = { exact: true }
  return [
    ...byRole,
    scope.getByLabel(text, exact),
    scope.getByPlaceholder(text, exact).or(scope.getByTitle(text, exact)).or(scope.getByAltText(text, exact)),
    scope.getByText(text, exact),
  ]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
