import { usePerson } from '../service/service-context.ts'
import { bottomPages, bottomPlaces, type PageLink, pageLinks } from './pages.ts'

/** The pages that who is signed in may see; all that need nothing while that is not known. */
export function usePageLinks(): { all: PageLink[]; bottom: PageLink[]; others: PageLink[] } {
  const person = usePerson()
  const all = pageLinks.filter(({ scope }) => scope === undefined || person?.scopes.includes(scope))
  const bottom = bottomPages.flatMap((path) => all.filter(({ to }) => to === path)).slice(0, bottomPlaces)
  return { all, bottom, others: all.filter((link) => !bottom.includes(link)) }
}
