import type { ReactNode } from 'react'
import { Icon } from '../icons.tsx'
import { useLiveUpdates } from '../live/use-live-updates.ts'
import { useSending } from '../recording/use-outbox.ts'
import { SiteButton } from '../sites/site-button.tsx'
import { Brand } from './brand.tsx'
import { BottomBar, SideBar } from './navigation.tsx'
import classes from './shell.module.css'
import { texts } from './texts.ts'
import { Toasts } from './toasts.tsx'
import { useIsOnline } from './use-is-online.ts'

/** The frame of every page of who is signed in: a side bar on a desk, a bottom bar on a phone. */
export function Shell({ children }: { children: ReactNode }) {
  const isOnline = useIsOnline()
  useLiveUpdates()
  useSending()
  return (
    <div className={classes['shell']}>
      <button type="button" className={classes['skip']} onClick={() => document.getElementById('main')?.focus()}>
        {texts.skip}
      </button>
      <header className={classes['top']}>
        <Brand />
        <SiteButton />
      </header>
      <SideBar />
      <main id="main" tabIndex={-1} className={classes['main']}>
        {!isOnline && (
          <p className={classes['offline']} role="status">
            <Icon name="offline" size={18} /> {texts.offline}
          </p>
        )}
        {children}
      </main>
      <BottomBar />
      <Toasts />
    </div>
  )
}

/** The frame for who is not signed in. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <main className={classes['entrance']}>
      <Brand />
      {children}
    </main>
  )
}
