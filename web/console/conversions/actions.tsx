import { ActionIcon, Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical, Eraser, Replace } from 'lucide-react'
import { useState } from 'react'
import { ApiError, call } from '../../api/client.ts'
import { useChange } from '../../api/queries.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { AmountDialog } from './amount.tsx'
import { DeclineDialog } from '../decline.tsx'
import { ReattributeDialog } from './reattribute.tsx'
import { type Conversion, declining, touched } from './words.ts'

const stale = { alsoStale: touched }

/** What can be done with a conversion as it stands. */
export function ConversionActions({ conversion }: { conversion: Conversion }) {
  const { id, status } = conversion
  const [dialog, setDialog] = useState<'decline' | 'amount' | 'partner' | null>(null)
  const accept = useChange('POST /api/v1/conversions/{id}/accept', stale)
  const decline = useChange('POST /api/v1/conversions/{id}/decline', stale)
  const undo = useUndo(id)
  const close = () => setDialog(null)
  const acceptIt = async (sale: { amount?: string; currency?: string } = {}) => {
    await accept.mutateAsync({ path: { id }, body: sale })
    close()
    tellDone('The conversion is accepted.', undo)
  }
  const tryAccept = () =>
    acceptIt().catch((error: unknown) =>
      error instanceof ApiError && error.code === 'CONVERSION_AMOUNT_MISSING'
        ? setDialog('amount')
        : tellFailure(error),
    )
  const waits = status === 'pending' || status === 'review'
  return (
    <>
      {waits ? (
        <Button onClick={() => void tryAccept()} loading={accept.isPending}>
          Accept
        </Button>
      ) : (
        <Button variant="default" onClick={() => void undo().then(() => tellDone('It waits again.'), tellFailure)}>
          Undo the decision
        </Button>
      )}
      {status === 'declined' ? null : (
        <Button variant="default" onClick={() => setDialog('decline')}>
          Decline
        </Button>
      )}
      <More conversion={conversion} reattribute={() => setDialog('partner')} />
      <AmountDialog opened={dialog === 'amount'} close={close} accept={acceptIt} currency={conversion.currency} />
      <DeclineDialog
        opened={dialog === 'decline'}
        title="Decline this conversion"
        text={declining}
        confirm="Decline"
        close={close}
        act={async (why) => {
          await decline.mutateAsync({ path: { id }, body: why })
          close()
          tellDone('The conversion is declined.', undo)
        }}
      />
      <ReattributeDialog opened={dialog === 'partner'} close={close} conversion={conversion} />
    </>
  )
}

function useUndo(id: string) {
  const client = useQueryClient()
  return async () => {
    await call('POST /api/v1/conversions/{id}/undo', { path: { id } })
    await Promise.all(['conversions', ...touched].map((noun) => client.invalidateQueries({ queryKey: [noun] })))
  }
}

function More({
  conversion: { id, status, erasedAt },
  reattribute,
}: {
  conversion: Conversion
  reattribute: () => void
}) {
  const erase = useChange('POST /api/v1/conversions/{id}/erase', stale)
  const askToErase = () =>
    ask({
      title: 'Erase personal data',
      text: 'The buyer’s e-mail, customer id and answers are taken out; amounts and the commission stay. This cannot be undone.',
      confirm: 'Erase',
      isDangerous: true,
      act: async () => {
        await erase.mutateAsync({ path: { id }, body: {} })
        tellDone('The personal data is erased.')
      },
    })
  if (status === 'declined' && erasedAt) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions">
          <EllipsisVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {status === 'declined' ? null : (
          <Menu.Item leftSection={<Replace size={16} aria-hidden />} onClick={reattribute}>
            Give to another partner
          </Menu.Item>
        )}
        {erasedAt ? null : (
          <Menu.Item color="red" leftSection={<Eraser size={16} aria-hidden />} onClick={askToErase}>
            Erase personal data
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
