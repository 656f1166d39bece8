import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app.css'
import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../api/queries.ts'
import { NotificationsOnDemand } from './notifications-on-demand.tsx'
import { contrast, theme } from './theme.ts'

/** The path that this application stands under, as the server wrote it into the page. */
export const basePath = document.documentElement.dataset['base'] ?? ''

type Surroundings = { children: ReactNode; dialogs: ReactNode; look?: MantineThemeOverride }

/** All that surrounds the pages of an application. */
export function App({ children, dialogs, look = theme }: Surroundings) {
  return (
    <MantineProvider theme={look} defaultColorScheme="auto" cssVariablesResolver={contrast}>
      <QueryClientProvider client={queryClient}>
        {dialogs}
        <NotificationsOnDemand />
        {children}
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Puts an application onto its page. */
export function mount(application: ReactNode): void {
  const root = document.querySelector('#root')
  if (root) createRoot(root).render(<StrictMode>{application}</StrictMode>)
}
