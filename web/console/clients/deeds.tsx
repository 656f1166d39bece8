import { Button, Select, Text, Textarea, TextInput } from '@mantine/core'
import { Archive, ArchiveRestore, CalendarX2 } from 'lucide-react'
import { useState } from 'react'
import { useForm } from '@mantine/form'
import { call } from '../../api/client.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { dateText } from '../../ui/date.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useMay } from '../session.ts'
import { type Client, nameOf, staleClients } from './client.tsx'

/** What can be done with a client as it stands. */
export function ClientDeeds({ client }: { client: Client }) {
  const [open, setOpen] = useState<'archive' | 'delete'>()
  const close = () => setOpen(undefined)
  if (!useMay('clients:write')) return null
  if (client.status === 'ACTIVE')
    return (
      <>
        <Button variant="default" leftSection={<Archive size={16} aria-hidden />} onClick={() => setOpen('archive')}>
          Archive
        </Button>
        {open === 'archive' ? <ArchiveDialog client={client} close={close} /> : null}
      </>
    )
  return (
    <>
      <Button
        variant="default"
        leftSection={<ArchiveRestore size={16} aria-hidden />}
        onClick={() => void restore(client).catch(tellFailure)}
      >
        Restore
      </Button>
      <Button variant="default" leftSection={<CalendarX2 size={16} aria-hidden />} onClick={() => setOpen('delete')}>
        {client.scheduledDeletion ? 'Change day of deletion' : 'Schedule deletion'}
      </Button>
      {open === 'delete' ? <DeletionDialog client={client} close={close} /> : null}
    </>
  )
}

type Reasons = { reason: string | null; notes: string | null }

async function archive({ id }: Client, body: Reasons): Promise<void> {
  await call('POST /api/v1/clients/{id}/archive', { path: { id }, body })
  await staleClients()
}

async function bringBack({ id }: Client): Promise<void> {
  await call('POST /api/v1/clients/{id}/restore', { path: { id } })
  await staleClients()
}

async function restore(client: Client): Promise<void> {
  const { archivalReason: reason, archivalReasonNotes: notes, scheduledDeletion } = client
  await bringBack(client)
  tellDone(`${nameOf(client)} is active again.`, async () => {
    await archive(client, { reason, notes })
    if (scheduledDeletion) await schedule(client, scheduledDeletion)
  })
}

const reasons = ['Out of business', 'Moved to another partner', 'Asked to leave', 'Duplicate', 'Created by mistake']

function ArchiveDialog({ client, close }: { client: Client; close: () => void }) {
  const form = useForm({ initialValues: { reason: null as string | null, notes: '' } })
  const submit = async () => {
    const { reason, notes } = form.values
    await archive(client, { reason, notes: notes || null })
    tellDone(`${nameOf(client)} was archived.`, () => bringBack(client))
  }
  return (
    <FormDialog title={`Archive ${nameOf(client)}`} close={close} confirm="Archive client" form={form} submit={submit}>
      <Text size="sm">{client.partnerName} can change it no more until you restore it. Nothing is deleted.</Text>
      <Select label="Reason" data={reasons} clearable data-autofocus {...form.getInputProps('reason')} />
      <Textarea label="Notes" description="For your team." autosize minRows={2} {...form.getInputProps('notes')} />
    </FormDialog>
  )
}

async function schedule({ id }: Client, date: string): Promise<void> {
  await call('POST /api/v1/clients/{id}/schedule-deletion', { path: { id }, body: { date } })
  await staleClients()
}

const inThirtyDays = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

function DeletionDialog({ client, close }: { client: Client; close: () => void }) {
  const before = client.scheduledDeletion
  const form = useForm({ initialValues: { date: before ?? inThirtyDays() } })
  const undo = async () => {
    if (before) return await schedule(client, before)
    await call('DELETE /api/v1/clients/{id}/scheduled-deletion', { path: { id: client.id } })
    return await staleClients()
  }
  const submit = async () => {
    await schedule(client, form.values.date)
    tellDone(`${nameOf(client)} will be deleted on ${dateText(form.values.date)}.`, undo)
  }
  return (
    <FormDialog
      title={`Schedule the deletion of ${nameOf(client)}`}
      close={close}
      confirm="Schedule deletion"
      form={form}
      submit={submit}
      isReady={form.values.date !== ''}
      isDangerous
    >
      <Text size="sm">
        On that day (UTC) the client, its keys and all that belongs to it are deleted. Until then you can stop it. From
        that day on this cannot be undone.
      </Text>
      <TextInput label="Day of deletion" type="date" required data-autofocus {...form.getInputProps('date')} />
    </FormDialog>
  )
}
