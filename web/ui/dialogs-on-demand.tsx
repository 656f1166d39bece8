import { lazy, Suspense, useSyncExternalStore } from 'react'
import { dialogs } from './dialogs-wanted.ts'

const Dialogs = lazy(async () => ({ default: (await import('./dialogs.tsx')).Dialogs }))

/** Loads what dialogs need when the first one is opened: a page that opens none is there sooner. */
export function DialogsOnDemand() {
  const areWanted = useSyncExternalStore(dialogs.watch, dialogs.areWanted)
  return areWanted ? (
    <Suspense>
      <Dialogs />
    </Suspense>
  ) : null
}
