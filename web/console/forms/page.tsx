import { Page } from '../../ui/page.tsx'

export function FormsPage() {
  return <Page title="Forms">{null}</Page>
}
