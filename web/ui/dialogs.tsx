import { ModalsProvider } from '@mantine/modals'
import { useEffect } from 'react'
import { dialogs } from './dialogs-wanted.ts'

/** Where dialogs stand. */
export function Dialogs() {
  useEffect(dialogs.areReady, [])
  return <ModalsProvider>{null}</ModalsProvider>
}
