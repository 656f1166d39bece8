import type { Schemas } from '../../api/client.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { useWords } from '../parts/words.ts'

type Submission = Schemas['PortalSubmission']

const tones: Record<Submission['status'], Tone> = {
  AUTO_ACCEPTED: 'good',
  PENDING: 'waiting',
  ACCEPTED: 'good',
  RETURNED: 'waiting',
  DECLINED: 'bad',
  ERROR: 'bad',
}

export function SubmissionState({ status }: Pick<Submission, 'status'>) {
  const { t } = useWords()
  return <Status tone={tones[status]}>{t(`leads.status.${status}`)}</Status>
}
