import '../../portal/portal.css'
import { MantineProvider } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { startLanguages } from '../../portal/language/language.ts'
import { Head } from '../../portal/head.tsx'
import { HomePage } from '../../portal/home/page.tsx'
import { lookOf } from '../../portal/look.ts'
import { Navigation } from '../../portal/navigation.tsx'
import { useSession } from '../../portal/session.ts'
import { contrast } from '../../ui/theme.ts'
import type { Look } from './look.tsx'
import type { Colours, Width } from './preview.tsx'
import { useSample } from './sample.ts'

const sizes: Record<Width, { width: number; height: number }> = {
  computer: { width: 900, height: 640 },
  phone: { width: 390, height: 760 },
}

// It tells the whole document which language it speaks: here that stays the console's.
const language = document.documentElement.lang
await startLanguages()
document.documentElement.lang = language

type Props = { look: Look; logoPath: string | null; colours: Colours; width: Width }

/** The portal's own first page in a frame of its own, where its widths, its colours and its style sheets hold. */
export function PortalFrame({ look, logoPath, colours, width }: Props) {
  useSample(look, logoPath)
  const [body, setBody] = useState<HTMLElement>()
  const { ref, width: room } = useElementSize()
  const size = sizes[width]
  const scale = Math.min(1, (room || 480) / size.width)
  return (
    <div ref={ref} className="preview" style={{ height: size.height * scale, maxWidth: size.width }}>
      <iframe
        title="Preview of the portal"
        srcDoc="<!doctype html><html lang=en><title>Preview of the portal</title><body></body></html>"
        width={size.width}
        height={size.height}
        style={{ transform: `scale(${scale})` }}
        onLoad={({ currentTarget }) => setBody(dressed(currentTarget))}
        tabIndex={-1}
      />
      {body ? createPortal(<Portal accent={look.accentColour} colours={colours} root={rootOf(body)} />, body) : null}
    </div>
  )
}

const rootOf = (body: HTMLElement) => body.ownerDocument.documentElement

/** The frame's body in our style sheets; it is looked at, and not used. */
function dressed(frame: HTMLIFrameElement): HTMLElement | undefined {
  const inside = frame.contentDocument
  if (!inside) return undefined
  for (const sheet of document.head.querySelectorAll('link[rel=stylesheet], style'))
    inside.head.append(sheet.cloneNode(true))
  inside.body.inert = true
  return inside.body
}

const hexColour = /^#[0-9a-f]{6}$/i

function Portal({ accent, colours, root }: { accent: string; colours: Colours; root: HTMLElement }) {
  return (
    <MantineProvider
      theme={lookOf(hexColour.test(accent) ? accent : null)}
      cssVariablesResolver={contrast}
      forceColorScheme={colours}
      getRootElement={() => root}
    >
      <RouterProvider router={router} />
    </MantineProvider>
  )
}

/** Nothing in the preview leads anywhere. */
const router = createRouter({
  routeTree: createRootRoute({ component: FirstPage }),
  history: createMemoryHistory({ initialEntries: ['/'] }),
})

function FirstPage() {
  const { data } = useSession({ enabled: false })
  // The page of the portal names the tab as its own; this one is the console's.
  const [title] = useState(document.title)
  useEffect(() => {
    document.title = title
  })
  if (!data) return null
  return (
    <>
      <Head session={data} />
      <div className="portal-body">
        <aside className="portal-side">
          <Navigation />
        </aside>
        <main className="portal-main">
          <HomePage />
        </main>
      </div>
    </>
  )
}
