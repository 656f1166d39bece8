import { Page } from '../../ui/page.tsx'

export function ProgrammePage() {
  return <Page title="Programme">{null}</Page>
}
