import { Page } from '../../ui/page.tsx'

export function PayoutsPage() {
  return <Page title="Payouts">{null}</Page>
}
