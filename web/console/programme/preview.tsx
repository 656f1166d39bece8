import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Card } from '../../ui/notice.tsx'
import type { Look } from './look.tsx'

/** The portal's own pages are loaded with it, so it comes after the form. */
const PortalFrame = lazy(async () => ({ default: (await import('./portal-frame.tsx')).PortalFrame }))

export type Colours = 'light' | 'dark'
export type Width = 'computer' | 'phone'

type Props = { look: Look; logoPath: string | null }

/** The first page of the portal as a partner sees it: the portal itself, with sample figures. */
export function Preview({ look, logoPath }: Props) {
  const [colours, setColours] = useState<Colours>('light')
  const [width, setWidth] = useState<Width>('computer')
  return (
    <Card
      title="Preview"
      actions={
        <Group gap="xs">
          <Choice label="Colours" value={colours} choose={setColours} words={{ light: 'Light', dark: 'Dark' }} />
          <Choice label="Width" value={width} choose={setWidth} words={{ computer: 'Computer', phone: 'Phone' }} />
        </Group>
      }
    >
      <Stack gap="xs">
        <Suspense fallback={<Skeleton height={420} />}>
          <PortalFrame look={look} logoPath={logoPath} colours={colours} width={width} />
        </Suspense>
        <Text size="xs" c="dimmed">
          The figures are samples. What you change shows here at once; partners see it once you save.
        </Text>
      </Stack>
    </Card>
  )
}

type ChoiceProps<T extends string> = { label: string; value: T; choose: (value: T) => void; words: Record<T, string> }

function Choice<T extends string>({ label, value, choose, words }: ChoiceProps<T>) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={value}
      onChange={(chosen) => choose(chosen as T)}
      data={Object.entries<string>(words).map(([name, word]) => ({ value: name, label: word }))}
    />
  )
}
