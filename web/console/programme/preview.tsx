import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { FileText, House, Link2, Receipt, UserRound } from 'lucide-react'
import { useState } from 'react'
import { Card } from '../../ui/notice.tsx'
import { useProfile } from '../session.ts'
import { lookOfColour } from './colour.ts'
import type { Look } from './look.tsx'
import type { Resource } from './template-data.ts'

type Props = { look: Look; logoPath: string | null; resources: Resource[] }
type Colours = 'light' | 'dark'
type Width = 'computer' | 'phone'

/** The first page of the portal as a partner sees it, with sample figures. */
export function Preview(props: Props) {
  const [colours, setColours] = useState<Colours>('light')
  const [width, setWidth] = useState<Width>('computer')
  return (
    <Card
      title="Preview"
      actions={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Colours"
            value={colours}
            onChange={(value) => setColours(value as Colours)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <SegmentedControl
            size="xs"
            aria-label="Width"
            value={width}
            onChange={(value) => setWidth(value as Width)}
            data={[
              { value: 'computer', label: 'Computer' },
              { value: 'phone', label: 'Phone' },
            ]}
          />
        </Group>
      }
    >
      <Stack gap="xs">
        <Portal {...props} colours={colours} width={width} />
        <Text size="xs" c="dimmed">
          The figures are samples. What you change shows here at once; partners see it once you save.
        </Text>
      </Stack>
    </Card>
  )
}

const rooms = [
  { label: 'Home', icon: House },
  { label: 'Links', icon: Link2 },
  { label: 'Payouts', icon: Receipt },
  { label: 'Resources', icon: FileText },
  { label: 'Team', icon: UserRound },
]
const figures = [
  { label: 'Clicks', value: '1,284' },
  { label: 'Conversions', value: '37' },
  { label: 'Earned this month', value: '€2,450.00' },
  { label: 'Next payout', value: '€1,912.50' },
]

function Portal({ look, logoPath, resources, colours, width }: Props & { colours: Colours; width: Width }) {
  const { data } = useProfile()
  const style = lookOfColour(look.accentColour, colours)
  const shown = resources.filter(({ url, file }) => url ?? file).slice(0, 3)
  return (
    <div
      className="portal"
      role="img"
      aria-label="Preview of the portal"
      data-colours={colours}
      data-width={width}
      style={style}
    >
      <div className="portal-head">
        {logoPath ? <img src={logoPath} alt="" /> : <strong>{data?.organisation.name}</strong>}
        <span className="portal-person">AS</span>
      </div>
      <div className="portal-body">
        <div className="portal-rooms">
          {rooms.map(({ label, icon: Icon }, at) => (
            <span key={label} data-here={at === 0 || undefined}>
              <Icon size={14} aria-hidden /> {label}
            </span>
          ))}
        </div>
        <div className="portal-page">
          <h3>Home</h3>
          {look.welcomeText ? <p className="portal-welcome">{look.welcomeText}</p> : null}
          <div className="portal-figures">
            {figures.map(({ label, value }) => (
              <div key={label}>
                <small>{label}</small>
                <strong>{value}</strong>
              </div>
            ))}
          </div>
          <div className="portal-card">
            <small>Your link</small>
            <span className="portal-link">go.example.com/r/larkspur</span>
            <b className="portal-button">Copy link</b>
          </div>
          {shown.length ? (
            <div className="portal-card portal-list">
              <small>Resources</small>
              {shown.map(({ id, title }) => (
                <span key={id} className="portal-link">
                  {title}
                </span>
              ))}
            </div>
          ) : null}
        </div>
      </div>
    </div>
  )
}
