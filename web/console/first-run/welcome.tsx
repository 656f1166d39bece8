import { Page } from '../../ui/page.tsx'
import { useProfile } from '../session.ts'
import { DemoCard, useDemo } from './demo.tsx'
import { FirstSteps } from './first-steps.tsx'

/** What comes first in an organisation that is new: look around on invented data, or begin. */
export function WelcomePage() {
  const { data } = useProfile()
  const demo = useDemo()
  const name = data?.member.name?.split(' ')[0]
  return (
    <Page
      title={name ? `Welcome, ${name}` : 'Welcome'}
      lead="Look around on invented data first, or begin with your own."
    >
      <DemoCard demo={demo} />
      <FirstSteps />
    </Page>
  )
}
