import { ActionIcon, Menu } from '@mantine/core'
import { Ban, EllipsisVertical, Link2, QrCode, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { useMay } from '../session.ts'
import { AliasDialog } from './aliases.tsx'
import { QrDialog } from './qr.tsx'
import type { AffiliateLink } from './words.ts'

/** What can be done with one link. */
export function LinkMenu({ link }: { link: AffiliateLink }) {
  const { id, code, status } = link
  const mayManage = useMay('affiliate:manage')
  const [dialog, setDialog] = useState<'qr' | 'aliases' | null>(null)
  const revoke = useChange('POST /api/v1/links/{id}/revoke')
  const restore = useChange('POST /api/v1/links/{id}/restore')
  const revokeIt = () => revoke.mutateAsync({ path: { id } })
  const restoreIt = () => restore.mutateAsync({ path: { id } })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions on ${code}`}>
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<QrCode size={16} aria-hidden />} onClick={() => setDialog('qr')}>
            Show the QR code
          </Menu.Item>
          {mayManage ? (
            <Menu.Item leftSection={<Link2 size={16} aria-hidden />} onClick={() => setDialog('aliases')}>
              Aliases
            </Menu.Item>
          ) : null}
          {mayManage && status !== 'REVOKED' ? (
            <Menu.Item
              color="red"
              leftSection={<Ban size={16} aria-hidden />}
              onClick={() => void revokeIt().then(() => tellDone(`${code} is revoked.`, restoreIt), tellFailure)}
            >
              Revoke
            </Menu.Item>
          ) : null}
          {mayManage && status === 'REVOKED' ? (
            <Menu.Item
              leftSection={<RotateCcw size={16} aria-hidden />}
              onClick={() => void restoreIt().then(() => tellDone(`${code} leads on again.`, revokeIt), tellFailure)}
            >
              Restore
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <QrDialog link={link} opened={dialog === 'qr'} close={() => setDialog(null)} />
      <AliasDialog link={link} opened={dialog === 'aliases'} close={() => setDialog(null)} />
    </>
  )
}
