import { Button, Menu, ActionIcon } from '@mantine/core'
import { Ban, CornerUpLeft, EllipsisVertical, Pencil, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { tellDone, tellFailure } from '../../../ui/act.tsx'
import type { Line } from '../words.ts'
import { ClawBackDialog } from './claw-back.tsx'
import { useDecline, useDetach } from './off-payout.ts'
import { EditLineDialog } from './edit.tsx'
import { DeclineDialog, type Why } from '../../decline.tsx'
import { useStaleMoney } from './undo.ts'

type Dialog = 'edit' | 'void' | 'decline' | 'claw-back' | null

/** What can be done with a line as it stands. */
export function LineActions({ line, isCorrection }: { line: Line; isCorrection: boolean }) {
  const [dialog, setDialog] = useState<Dialog>(null)
  const { postpone, resume, restore, voidIt } = useStanding(line.id)
  const decline = useDecline()
  const close = () => setDialog(null)
  const { status } = line
  const inPool = status === 'PENDING' || status === 'POSTPONED'
  return (
    <>
      {status === 'PENDING' ? <Plain onClick={postpone}>Postpone</Plain> : null}
      {status === 'POSTPONED' ? <Button onClick={resume}>Resume</Button> : null}
      {status === 'VOIDED' ? <Button onClick={restore}>Restore</Button> : null}
      {status === 'APPROVED' ? <Plain onClick={() => setDialog('decline')}>Decline</Plain> : null}
      {status === 'PAID' && !isCorrection ? (
        <Plain onClick={() => setDialog('claw-back')}>Correct by a new line</Plain>
      ) : null}
      {inPool || status === 'HELD' ? <Plain onClick={() => setDialog('void')}>Void</Plain> : null}
      <More line={line} isCorrection={isCorrection} open={setDialog} />
      <EditLineDialog
        opened={dialog === 'edit'}
        close={close}
        line={line}
        isFixed={isCorrection || status === 'PAID'}
      />
      <ClawBackDialog opened={dialog === 'claw-back'} close={close} line={line} />
      <DeclineDialog
        opened={dialog === 'void'}
        title="Void this line"
        text="It counts for nothing, and no payout takes it. You can restore it later."
        confirm="Void"
        close={close}
        act={async (why) => voidIt(why).then(close)}
      />
      <DeclineDialog
        opened={dialog === 'decline'}
        title="Decline this line"
        text="It leaves its payout and counts for nothing. A payout whose last line goes becomes declined."
        confirm="Decline"
        close={close}
        act={async (why) => decline(line, why).then(close)}
      />
    </>
  )
}

const Plain = ({ children, onClick }: { children: string; onClick: () => void }) => (
  <Button variant="default" onClick={onClick}>
    {children}
  </Button>
)

function More({ line, isCorrection, open }: { line: Line; isCorrection: boolean; open: (dialog: Dialog) => void }) {
  const detach = useDetach()
  if (line.status === 'VOIDED') return null
  const mayTakeBack = line.status !== 'PAID' && !isCorrection
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions">
          <EllipsisVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={16} aria-hidden />} onClick={() => open('edit')}>
          Edit
        </Menu.Item>
        {line.status === 'APPROVED' ? (
          <Menu.Item
            leftSection={<CornerUpLeft size={16} aria-hidden />}
            onClick={() => void detach(line).catch(tellFailure)}
          >
            Detach from the payout
          </Menu.Item>
        ) : null}
        {mayTakeBack ? (
          <Menu.Item leftSection={<Undo2 size={16} aria-hidden />} onClick={() => open('claw-back')}>
            Take back in part
          </Menu.Item>
        ) : null}
        {line.status === 'PAID' ? (
          <Menu.Item leftSection={<Ban size={16} aria-hidden />} disabled>
            Its payout is paid
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Changes of status that can be undone by another. */
function useStanding(id: string) {
  const stale = useStaleMoney()
  const path = { id }
  const to = {
    postpone: () => call('POST /api/v1/commission-lines/{id}/postpone', { path }).then(stale),
    resume: () => call('POST /api/v1/commission-lines/{id}/resume', { path }).then(stale),
    restore: () => call('POST /api/v1/commission-lines/{id}/restore', { path }).then(stale),
  }
  const act = (run: () => Promise<unknown>, told: string, undo?: () => Promise<unknown>) =>
    void run().then(() => tellDone(told, undo), tellFailure)
  return {
    postpone: () => act(to.postpone, 'The line is postponed.', to.resume),
    resume: () => act(to.resume, 'The line is pending again.', to.postpone),
    restore: () => act(to.restore, 'The line is pending again.'),
    voidIt: async (body: Why) => {
      await call('POST /api/v1/commission-lines/{id}/void', { path, body })
      await stale()
      tellDone('The line is void.', to.restore)
    },
  }
}
