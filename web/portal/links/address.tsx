import { Code, Group } from '@mantine/core'
import { CopyText } from '../../ui/act.tsx'
import { useWords } from '../parts/words.ts'

/** An address to read and to copy. */
export function Address({ url, label }: { url: string; label: string }) {
  const { t } = useWords()
  return (
    <Group gap="xs" wrap="nowrap">
      <Code fz="sm" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {url}
      </Code>
      <CopyText value={url} label={label} copied={t('common.copied')} />
    </Group>
  )
}
