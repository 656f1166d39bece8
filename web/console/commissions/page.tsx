import { Page } from '../../ui/page.tsx'

export function CommissionsPage() {
  return <Page title="Commission lines">{null}</Page>
}
