import type { Schemas } from '../../api/client.ts'
import { Status } from '../../ui/status.tsx'
import { useWords } from '../parts/words.ts'

type OwnLink = Schemas['PortalLink']

export function LinkState({ status, campaign }: Pick<OwnLink, 'status' | 'campaign'>) {
  const { t } = useWords()
  if (status === 'ACTIVE' && campaign.status !== 'ACTIVE')
    return <Status tone="quiet">{t(`links.campaignStatus.${campaign.status}`)}</Status>
  return <Status tone={status === 'ACTIVE' ? 'good' : 'quiet'}>{t(`links.status.${status}`)}</Status>
}
