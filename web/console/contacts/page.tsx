import { Page } from '../../ui/page.tsx'

export function ContactsPage() {
  return <Page title="Internal contacts">{null}</Page>
}
