import type { Schemas } from '../../api/client.ts'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Campaign = Schemas['PortalCampaign']

/** What a campaign earns and by which rules, in sentences. */
export function useTerms({ commission, acceptance, attributionWindowDays: days }: Campaign) {
  const { t } = useWords()
  const { money, percent } = useTexts()
  const { type, amount, currency } = commission
  const earns =
    type === 'FIXED' && amount !== null && currency !== null
      ? t('links.earnsFixed', { amount: money({ value: amount, currency }) })
      : type === 'PERCENT' && commission.percent !== null
        ? t('links.earnsPercent', { percent: percent(commission.percent) })
        : t(type === 'PLAN' ? 'links.earnsPlan' : 'links.earnsNone')
  const accepted =
    acceptance.type === 'AUTOMATIC'
      ? t('links.acceptedAfter', { days: acceptance.afterDays })
      : t('links.acceptedByHand')
  return { earns, rules: `${t('links.window', { days })} ${accepted}` }
}
