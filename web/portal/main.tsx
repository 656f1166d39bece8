import './portal.css'
import { RouterProvider } from '@tanstack/react-router'
import { App, basePath, mount } from '../ui/app.tsx'
import { DialogsOnDemand } from '../ui/dialogs-on-demand.tsx'
import { openRouter } from '../ui/router.tsx'
import { areas } from './areas.ts'
import { startLanguages } from './language/language.ts'
import { lookOf } from './look.ts'
import { Missing } from './missing.tsx'
import { linkPaths, links } from './onboarding/area.ts'
import { takeTokenOfLink } from './onboarding/token.ts'
import { useSession } from './session.ts'
import { Shell } from './shell.tsx'
import { outside } from './sign-in/area.ts'

takeTokenOfLink(linkPaths.map((path) => `${basePath}${path}`))
const places = [...outside, ...links, ...areas.flatMap((area) => area.places)]
const router = openRouter({ basePath, shell: Shell, places, missing: Missing })

/** The portal in the colour of its partner, as soon as that is known. */
function Portal() {
  const { data } = useSession({ enabled: false })
  return (
    <App dialogs={<DialogsOnDemand />} look={lookOf(data?.look.accentColour)}>
      <RouterProvider router={router} />
    </App>
  )
}

await startLanguages()
mount(<Portal />)
