import { ActionIcon, Button, Menu } from '@mantine/core'
import { CircleStop, EllipsisVertical } from 'lucide-react'
import { useChange } from '../../api/queries.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { useMay } from '../session.ts'
import { type Campaign, touched } from './words.ts'

const stale = { alsoStale: touched }

/** Pauses, resumes and ends a campaign. */
export function StatusActions({ campaign: { id, name, status } }: { campaign: Campaign }) {
  const mayManage = useMay('affiliate:manage')
  const pause = useChange('POST /api/v1/campaigns/{id}/pause', stale)
  const resume = useChange('POST /api/v1/campaigns/{id}/resume', stale)
  const end = useChange('POST /api/v1/campaigns/{id}/end', stale)
  if (!mayManage || status === 'ENDED') return null
  const here = { path: { id } }
  const pauseIt = () => pause.mutateAsync(here)
  const resumeIt = () => resume.mutateAsync(here)
  const askToEnd = () =>
    ask({
      title: `End ${name}`,
      text: 'Its links still lead on, but nothing more is counted; clicks made before may convert within their window. This cannot be undone.',
      confirm: 'End the campaign',
      isDangerous: true,
      act: async () => {
        await end.mutateAsync(here)
        tellDone(`${name} has ended.`)
      },
    })
  return (
    <>
      {status === 'ACTIVE' ? (
        <Button
          variant="default"
          onClick={() => void pauseIt().then(() => tellDone(`${name} is paused.`, resumeIt), tellFailure)}
        >
          Pause
        </Button>
      ) : (
        <Button onClick={() => void resumeIt().then(() => tellDone(`${name} is active again.`, pauseIt), tellFailure)}>
          Resume
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions">
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<CircleStop size={16} aria-hidden />} onClick={askToEnd}>
            End the campaign
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
