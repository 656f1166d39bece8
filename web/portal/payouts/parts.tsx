import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Download } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange } from '../../api/queries.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { useFaults } from '../parts/act.tsx'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Payout = Schemas['PortalPayout']

const tones: Record<Payout['stage'], Tone> = {
  PENDING_INVOICE: 'waiting',
  SCHEDULED: 'done',
  PENDING_PAYMENT: 'done',
  PAID: 'good',
  DECLINED: 'bad',
  POSTPONED: 'quiet',
  FAILED: 'bad',
}

export function PayoutState({ stage }: Pick<Payout, 'stage'>) {
  const { t } = useWords()
  return <Status tone={tones[stage]}>{t(`payouts.stage.${stage}`)}</Status>
}

/** The days of a payout, both included. */
export function usePeriod({ periodStart, periodEnd }: Pick<Payout, 'periodStart' | 'periodEnd'>): string {
  const { day } = useTexts()
  return `${day(periodStart.slice(0, 10))} – ${day(periodEnd.slice(0, 10))}`
}

/** Saves the statement of a payout: it is drawn where that is needed, which may take a moment. */
export function DownloadStatement({ payout, isSmall = false }: { payout: Payout; isSmall?: boolean }) {
  const { t } = useWords()
  const { tell } = useFaults()
  const { money } = useTexts()
  const draw = useChange('POST /api/v1/portal/payouts/{id}/statement')
  const act = async () => save((await draw.mutateAsync({ path: { id: payout.id } })).data.url)
  const shared = { loading: draw.isPending, onClick: () => void act().catch(tell) }
  const label = `${t('payouts.download')}: ${money(payout.amount)}`
  return isSmall ? (
    <Tooltip label={t('payouts.download')}>
      <ActionIcon variant="subtle" aria-label={label} {...shared}>
        <Download size={16} />
      </ActionIcon>
    </Tooltip>
  ) : (
    <Button leftSection={<Download size={16} aria-hidden />} {...shared}>
      {t('payouts.download')}
    </Button>
  )
}

/** From where this page is, so that the browser saves it and stays, in a frame too. */
function save(url: string): void {
  const { pathname, search } = new URL(url)
  const anchor = Object.assign(document.createElement('a'), { href: pathname + search, download: '' })
  anchor.click()
}
