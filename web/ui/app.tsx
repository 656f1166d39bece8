import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app.css'
import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../api/queries.ts'
import { contrast, theme } from './theme.ts'

/** The path that this application stands under, as the server wrote it into the page. */
export const basePath = document.documentElement.dataset['base'] ?? ''

/** All that surrounds the pages of an application. */
export function App({ children, look = theme }: { children: ReactNode; look?: MantineThemeOverride }) {
  return (
    <MantineProvider theme={look} defaultColorScheme="auto" cssVariablesResolver={contrast}>
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          <Notifications position="bottom-right" />
          {children}
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Puts an application onto its page. */
export function mount(application: ReactNode): void {
  const root = document.querySelector('#root')
  if (root) createRoot(root).render(<StrictMode>{application}</StrictMode>)
}
