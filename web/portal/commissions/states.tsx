import { Text } from '@mantine/core'
import type { Schemas } from '../../api/client.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Line = Schemas['PortalCommissionLine']

const tones: Record<Line['status'], Tone> = {
  HELD: 'waiting',
  PENDING: 'waiting',
  APPROVED: 'done',
  PAID: 'good',
  POSTPONED: 'quiet',
  VOIDED: 'bad',
}

export function LineState({ status }: Pick<Line, 'status'>) {
  const { t } = useWords()
  return <Status tone={tones[status]}>{t(`commissions.status.${status}`)}</Status>
}

/** Why a line is not paid; nothing of one that is, or that is on its way. */
export function LineReason({ reason }: Pick<Line, 'reason'>) {
  const { t } = useWords()
  return reason ? (
    <Text size="sm" miw={180}>
      {t(`commissions.reason.${reason}`)}
    </Text>
  ) : null
}

/** How the amount came out of the sale; empty where there was none. */
export function useCalculation({ percent, sourceAmount, currency }: Line): string {
  const { t } = useWords()
  const texts = useTexts()
  if (sourceAmount === null) return ''
  const sale = texts.money({ value: sourceAmount, currency })
  return percent === null
    ? t('commissions.from', { sale })
    : t('commissions.ofSale', { percent: texts.percent(percent), sale })
}

/** What a line is for, in one line. */
export function useLineName({ description, planName, takesBack }: Line): string {
  const { t } = useWords()
  return description ?? (takesBack ? t('commissions.takesBack') : (planName ?? t('commissions.plain')))
}
