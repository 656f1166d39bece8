import { Page } from '../../ui/page.tsx'

export function ConversionsPage() {
  return <Page title="Conversions">{null}</Page>
}
