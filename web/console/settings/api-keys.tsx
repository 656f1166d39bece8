import { Button, Text, Tooltip } from '@mantine/core'
import { KeyRound, Plus } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, tellDone } from '../../ui/act.tsx'
import { Ago, DateText } from '../../ui/date.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { NewKeyModal } from './api-key-form.tsx'
import { SettingsFrame } from './frame.tsx'
import { PartnerName } from './partner-choice.tsx'
import { scopesInWords } from './scopes.ts'

type ApiKey = Schemas['ApiKey']

/** The keys by which programs act for the organisation, or for one partner. */
export function ApiKeysPage() {
  const [search, change] = useSearchState()
  const mayWrite = useMay('keys:write')
  const reading = useRead('GET /api/v1/api-keys', { query: { cursor: search['cursor'], limit: 25 } }, { keep: true })
  const create = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: '1' }, { keepPage: true })}>
      Create an API key
    </Button>
  ) : null
  return (
    <SettingsFrame
      title="API keys"
      lead="A key lets a program act, within what it is allowed. Give each program its own."
      actions={create}
    >
      <DataTable
        label="API keys"
        reading={reading}
        columns={mayWrite ? [...columns, deeds] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No API key" icon={KeyRound} action={create}>
            Create one for your ERP, your shop or your product.
          </Empty>
        }
      />
      {mayWrite ? (
        <NewKeyModal
          opened={search['new'] !== undefined}
          close={() => change({ new: undefined }, { keepPage: true })}
        />
      ) : null}
    </SettingsFrame>
  )
}

const columns: Column<ApiKey>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: ({ name }) => (
      <Text inherit fw={550}>
        {name}
      </Text>
    ),
  },
  {
    id: 'scopes',
    title: 'May do',
    cell: ({ scopes }) => (
      <Tooltip label={scopes.join(', ')} multiline maw={340} disabled={scopes.length < 2}>
        <Text inherit span tabIndex={scopes.length < 2 ? undefined : 0}>
          {scopesInWords(scopes)}
        </Text>
      </Tooltip>
    ),
  },
  {
    id: 'partner',
    title: 'For',
    cell: ({ partnerId }) => (partnerId ? <PartnerName id={partnerId} /> : 'The organisation'),
  },
  { id: 'used', title: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Ago at={lastUsedAt} /> : 'Never') },
  { id: 'ends', title: 'Ends', cell: ({ expiresAt }) => (expiresAt ? <DateText at={expiresAt} /> : 'Never') },
]

const deeds: Column<ApiKey> = { id: 'deeds', title: '', align: 'right', cell: (key) => <Revoke apiKey={key} /> }

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const revoke = useChange('DELETE /api/v1/api-keys/{id}')
  const askFirst = () =>
    ask({
      title: `Revoke ${name}?`,
      text: 'Whatever uses this key is refused from this moment on. This cannot be undone.',
      confirm: 'Revoke',
      isDangerous: true,
      act: async () => {
        await revoke.mutateAsync({ path: { id } })
        tellDone(`${name} was revoked.`)
      },
    })
  return (
    <Button variant="subtle" color="red" size="compact-sm" onClick={askFirst} aria-label={`Revoke ${name}`}>
      Revoke
    </Button>
  )
}
