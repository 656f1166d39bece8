import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PartnerSelect } from '../names.tsx'
import { type Assignment, nameOf, type Person, type Role, roleOptions, roleWords } from './person.ts'

const stale = () => makeStale('internal-contacts', 'partners')

/** Gives a person a role, on a partner or on none yet. */
export function AssignDialog({ person, close }: { person: Person; close: () => void }) {
  const [role, setRole] = useState<Role>('account_manager')
  const [partnerId, setPartner] = useState<string | null>(null)
  const submit = async () => {
    const path = { id: person.id }
    const { data } = await call('POST /api/v1/internal-contacts/{id}/assignments', { path, body: { role, partnerId } })
    await stale()
    tellDone(`${nameOf(person)} is ${roleWords(role).toLowerCase()}${at(data)}.`, async () => {
      const place = { id: person.id, assignmentId: data.id }
      await call('DELETE /api/v1/internal-contacts/{id}/assignments/{assignmentId}', { path: place })
      await stale()
    })
  }
  return (
    <FormDialog title={`Assign ${nameOf(person)}`} close={close} confirm="Assign" submit={submit}>
      <PartnerSelect
        label="Partner"
        description="Without one, the role waits until you choose it."
        placeholder="On no partner yet"
        value={partnerId}
        onChange={setPartner}
        clearable
        data-autofocus
      />
      <Select
        label="Role"
        data={roleOptions}
        value={role}
        onChange={(value) => value && setRole(value as Role)}
        allowDeselect={false}
      />
    </FormDialog>
  )
}

const at = ({ partner }: Assignment) => (partner ? ` of ${partner.name}` : ', on no partner yet')

type Attach = { person: Person; assignment: Assignment; close: () => void }

/** Puts a role that waits onto a partner. */
export function AttachDialog({ person, assignment: { id: assignmentId, role }, close }: Attach) {
  const [partnerId, setPartner] = useState<string | null>(null)
  const write = async (wanted: string | null) => {
    const request = { path: { id: person.id, assignmentId }, body: { partnerId: wanted } }
    const { data } = await call('PATCH /api/v1/internal-contacts/{id}/assignments/{assignmentId}', request)
    await stale()
    return data
  }
  const submit = async () => {
    const done = await write(partnerId)
    tellDone(`${nameOf(person)} is ${roleWords(role).toLowerCase()}${at(done)}.`, () => write(null))
  }
  return (
    <FormDialog title="Choose a partner" close={close} confirm="Assign" submit={submit} isReady={partnerId !== null}>
      <Text size="sm" c="dimmed">
        {nameOf(person)} becomes {roleWords(role).toLowerCase()} of this partner.
      </Text>
      <PartnerSelect label="Partner" value={partnerId} onChange={setPartner} required data-autofocus />
    </FormDialog>
  )
}
