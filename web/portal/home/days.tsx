import { Group, Text } from '@mantine/core'
import type { Schemas } from '../../api/client.ts'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Month = Schemas['PortalHome']['month']

const height = 120
const width = 560

/** The clicks of this month, a bar for each day. A library of charts would be larger than all the rest of this page. */
export function Days({ month }: { month: Month }) {
  const { t } = useWords()
  const { day, number } = useTexts()
  const days = daysOf(month)
  const most = Math.max(1, ...days.map(({ clicks }) => clicks))
  const step = width / days.length
  return (
    <div>
      <svg
        role="img"
        aria-label={t('home.chartLabel', { clicks: number(month.clicks) })}
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        style={{ display: 'block', height: 'clamp(140px, 24vw, 300px)' }}
        preserveAspectRatio="none"
      >
        {days.map(({ day: of, clicks }, at) => (
          <rect
            key={of}
            x={at * step + step * 0.15}
            width={step * 0.7}
            y={height - Math.max(2, (clicks / most) * height)}
            height={Math.max(2, (clicks / most) * height)}
            rx={2}
            fill={clicks ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-default-border)'}
          >
            <title>{`${day(of)}: ${number(clicks)}`}</title>
          </rect>
        ))}
      </svg>
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed">
          {day(month.from)}
        </Text>
        <Text size="xs" c="dimmed">
          {day(month.to)}
        </Text>
      </Group>
    </div>
  )
}

/** Days without a click are in no answer, and stand here all the same. */
function daysOf({ from, to, days }: Month): { day: string; clicks: number }[] {
  const clicks = new Map(days.map((one) => [one.day, one.clicks]))
  const many = Number(to.slice(8)) - Number(from.slice(8)) + 1
  return Array.from({ length: many }, (_, at) => {
    const day = `${from.slice(0, 8)}${String(at + 1).padStart(2, '0')}`
    return { day, clicks: clicks.get(day) ?? 0 }
  })
}
