import { Anchor } from '@mantine/core'
import { dateText, Nothing } from '../../ui/date.tsx'
import { PartnerName } from '../names.tsx'
import type { DataType } from './words.ts'

/** One answer, as its kind is read. */
export function AnswerText({ value, dataType }: { value: unknown; dataType: DataType | null }) {
  if (value === null || value === undefined || value === '') return <Nothing />
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map(String).join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (dataType === 'PARTNER_SELECT') return <PartnerName id={text} />
  if (dataType === 'DATE') return dateText(text)
  if (dataType === 'DATETIME') return dateText(text, 'time')
  if (dataType === 'FILE_URL' && /^https?:\/\//.test(text))
    return (
      <Anchor href={text} target="_blank" rel="noreferrer">
        {text}
      </Anchor>
    )
  return text
}
