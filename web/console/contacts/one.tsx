import { Anchor, Button, Grid } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { ask, Fact, Facts, tellDone } from '../../ui/act.tsx'
import { Ago, Nothing } from '../../ui/date.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Card, Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useMay } from '../session.ts'
import { Assignments } from './assignments.tsx'
import { ContactFields, useContactForm } from './fields.tsx'
import { nameOf, type Person } from './person.ts'

const above = [{ to: '/contacts', label: 'Internal contacts' }]

/** One internal contact: who it is, and whom the person looks after. */
export function ContactPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/internal-contacts/{id}', { path: { id } })
  if (error?.status === 404) return <NoSuchContact />
  if (!data)
    return (
      <Page title="Internal contact" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const person = data.data
  return (
    <Page title={nameOf(person)} lead={person.jobTitle} above={above} actions={<Deeds person={person} />}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card title="Profile">
            <Profile person={person} />
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Assignments person={person} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function NoSuchContact() {
  const all = (
    <Button component={Link} to="/contacts">
      See all internal contacts
    </Button>
  )
  return (
    <Page title="Internal contact" above={above}>
      <Empty title="There is no such internal contact" action={all}>
        It may have been deleted, or the address is mistyped.
      </Empty>
    </Page>
  )
}

function Profile({ person }: { person: Person }) {
  const { email, givenName, familyName, jobTitle, phone, createdAt, modifiedAt } = person
  return (
    <Facts>
      <Fact name="E-mail">
        <Anchor href={`mailto:${email}`}>{email}</Anchor>
      </Fact>
      <Fact name="Given name">{givenName ?? <Nothing />}</Fact>
      <Fact name="Family name">{familyName ?? <Nothing />}</Fact>
      <Fact name="Job title">{jobTitle ?? <Nothing />}</Fact>
      <Fact name="Phone">{phone ? <Anchor href={`tel:${phone}`}>{phone}</Anchor> : <Nothing />}</Fact>
      <Fact name="Added">
        <Ago at={createdAt} />
      </Fact>
      <Fact name="Changed">
        <Ago at={modifiedAt} />
      </Fact>
    </Facts>
  )
}

function Deeds({ person }: { person: Person }) {
  const [isEditing, setEditing] = useState(false)
  const navigate = useNavigate()
  if (!useMay('contacts:write')) return null
  const remove = () =>
    ask(person.partners ? stillNeeded(person) : deletion(person, () => navigate({ to: '/contacts' })))
  return (
    <>
      <Button variant="default" leftSection={<Pencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={remove}>
        Delete
      </Button>
      {isEditing ? <EditDialog person={person} close={() => setEditing(false)} /> : null}
    </>
  )
}

const stillNeeded = (person: Person) => ({
  title: `${nameOf(person)} cannot be deleted yet`,
  text: 'The person still looks after partners. Remove these roles first.',
  confirm: 'Close',
  act: async () => {},
})

const deletion = (person: Person, leave: () => Promise<void>) => ({
  title: `Delete ${nameOf(person)}?`,
  text: 'All that is known of the person is deleted. This cannot be undone.',
  confirm: 'Delete internal contact',
  isDangerous: true,
  act: async () => {
    await call('DELETE /api/v1/internal-contacts/{id}', { path: { id: person.id } })
    await leave()
    await makeStale('internal-contacts')
    tellDone(`${nameOf(person)} was deleted.`)
  },
})

function EditDialog({ person, close }: { person: Person; close: () => void }) {
  const form = useContactForm(person)
  const write = async (body: Partial<typeof form.values>) => {
    await call('PATCH /api/v1/internal-contacts/{id}', { path: { id: person.id }, body })
    await makeStale('internal-contacts', 'partners')
  }
  const submit = async () => {
    await write(form.values)
    tellDone('The profile was changed.', () => write(before(person)))
  }
  return (
    <FormDialog title={`Edit ${nameOf(person)}`} close={close} confirm="Save" form={form} submit={submit}>
      <ContactFields form={form} />
    </FormDialog>
  )
}

const before = ({ email, givenName, familyName, name, jobTitle, phone }: Person) => ({
  email,
  givenName: givenName ?? '',
  familyName: familyName ?? '',
  name: name ?? '',
  jobTitle: jobTitle ?? '',
  phone: phone ?? '',
})
