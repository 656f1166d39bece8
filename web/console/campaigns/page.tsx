import { Page } from '../../ui/page.tsx'

export function CampaignsPage() {
  return <Page title="Campaigns">{null}</Page>
}
