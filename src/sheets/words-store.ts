import type { Database } from '../database/engine.ts'
import type { SheetStatus } from './sheet-status.ts'

/** What the processes of a service tell each other of the sheets: only one of them writes, and people may ask any. */
export interface WordsStore {
  /** What the process that writes is to do. */
  ask(site: string, what: 'look' | 'resume'): Promise<void>
  /** What has been asked for since the last time. */
  take(site: string): Promise<{ isLookWanted: boolean; isResumed: boolean }>
  tell(site: string, status: SheetStatus): Promise<void>
  /** What was told last of each site. */
  told(): Promise<Map<string, SheetStatus>>
}

const nothingAsked = { isLookWanted: false, isResumed: false }

export function createWordsStore({ sql }: Pick<Database, 'sql'>): WordsStore {
  const say = async (site: string, said: { status: string } | { is_look_wanted: 1 } | { is_resumed: 1 }) => {
    await sql
      .insertInto('sheet_words')
      .values({ site, status: null, is_look_wanted: 0, is_resumed: 0, ...said })
      .onConflict((conflict) => conflict.column('site').doUpdateSet(said))
      .execute()
  }
  return {
    ask: (site, what) => say(site, what === 'look' ? { is_look_wanted: 1 } : { is_resumed: 1 }),
    take: async (site) => {
      const asked = await sql
        .selectFrom('sheet_words')
        .select(['is_look_wanted', 'is_resumed'])
        .where('site', '=', site)
        .executeTakeFirst()
      if (!asked || asked.is_look_wanted + asked.is_resumed === 0) return nothingAsked
      await sql.updateTable('sheet_words').set({ is_look_wanted: 0, is_resumed: 0 }).where('site', '=', site).execute()
      return { isLookWanted: asked.is_look_wanted === 1, isResumed: asked.is_resumed === 1 }
    },
    tell: (site, status) => say(site, { status: JSON.stringify(status) }),
    told: async () => {
      const rows = await sql.selectFrom('sheet_words').select(['site', 'status']).execute()
      return new Map(
        rows.flatMap(({ site, status }) =>
          status === null ? [] : [[site, JSON.parse(status) as SheetStatus] as const],
        ),
      )
    },
  }
}
