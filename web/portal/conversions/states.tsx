import type { Schemas } from '../../api/client.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Conversion = Schemas['PortalConversion']

const tones: Record<Conversion['status'], Tone> = {
  pending: 'waiting',
  review: 'waiting',
  accepted: 'good',
  declined: 'bad',
}

export function ConversionState({ status }: Pick<Conversion, 'status'>) {
  const { t } = useWords()
  return <Status tone={tones[status]}>{t(`conversions.status.${status}`)}</Status>
}

/** Why a conversion stands where it does, as a sentence. */
export function useReason({ reason, acceptAt }: Pick<Conversion, 'reason' | 'acceptAt'>): string {
  const { t } = useWords()
  const { day } = useTexts()
  return t(`conversions.reason.${reason ?? 'none'}`, { day: acceptAt ? day(acceptAt) : '' })
}
