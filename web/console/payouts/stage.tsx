import { Status } from '../../ui/status.tsx'
import { type Stage, stages } from './words.ts'

export function StageWord({ stage }: { stage: Stage }) {
  const { tone, label } = stages[stage]
  return <Status tone={tone}>{label}</Status>
}
