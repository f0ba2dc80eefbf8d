import { usePerson } from '../service/service-context.ts'
import { bottomPages, bottomPlaces, type PageLink, pageLinks } from './pages.ts'

export interface PageGroup {
  /** None for the pages that come first and those that come last. */
  name: PageLink['group']
  links: readonly PageLink[]
}

/** The pages that who is signed in may see; all that need nothing while that is not known. */
export function usePageLinks(): { all: PageGroup[]; bottom: PageLink[]; others: PageGroup[] } {
  const person = usePerson()
  const seen = pageLinks.filter(({ scope }) => scope === undefined || person?.scopes.includes(scope))
  const bottom = bottomPages.flatMap((path) => seen.filter(({ to }) => to === path)).slice(0, bottomPlaces)
  return { all: grouped(seen), bottom, others: grouped(seen.filter((link) => !bottom.includes(link))) }
}

/** Neighbours of one group together. */
function grouped(links: readonly PageLink[]): PageGroup[] {
  const groups: { name: PageLink['group']; links: PageLink[] }[] = []
  for (const link of links) {
    const last = groups.at(-1)
    if (last && last.name === link.group) last.links.push(link)
    else groups.push({ name: link.group, links: [link] })
  }
  return groups
}
