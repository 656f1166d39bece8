import { RouterProvider } from '@tanstack/react-router'
import { App, basePath, mount } from '../ui/app.tsx'
import { Dialogs } from '../ui/dialogs.tsx'
import { openRouter } from '../ui/router.tsx'
import { areas } from './areas.ts'
import { Missing } from './missing.tsx'
import { Shell } from './shell.tsx'
import { outside } from './sign-in/area.ts'

const places = [...outside.places, ...areas.flatMap((area) => area.places)]
const router = openRouter({ basePath, shell: Shell, places, missing: Missing })

mount(
  <App dialogs={<Dialogs />}>
    <RouterProvider router={router} />
  </App>,
)
