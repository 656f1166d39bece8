import { Button, Group, Select, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale } from '../../api/queries.ts'
import { showFaults, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PartnerSelect } from '../names.tsx'
import { ContactFields, useContactForm } from './fields.tsx'
import { nameOf, type Role, roleOptions } from './person.ts'

/** Adds a person, and says at once whom the person looks after. */
export function NewContactPage() {
  const form = useContactForm()
  const navigate = useNavigate()
  const [role, setRole] = useState<Role | null>(null)
  const [partnerId, setPartner] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async (body: typeof form.values) => {
    setBusy(true)
    try {
      const { data } = await call('POST /api/v1/internal-contacts', { body })
      if (role) await assign(data.id, role, partnerId).catch(tellFailure)
      await makeStale('internal-contacts')
      tellDone(`${nameOf(data)} was added.`)
      await navigate({ to: `/contacts/${data.id}` })
    } catch (error) {
      showFaults(form, error)
      setBusy(false)
    }
  }
  return (
    <Page title="New internal contact" above={[{ to: '/contacts', label: 'Internal contacts' }]}>
      <form noValidate onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack maw={640}>
          <Card title="Who it is">
            <Stack>
              <ContactFields form={form} />
            </Stack>
          </Card>
          <Card title="First role">
            <Stack>
              <Select
                label="Role"
                description="May be given later too."
                data={roleOptions}
                value={role}
                onChange={(value) => setRole(value as Role | null)}
                clearable
              />
              <PartnerSelect
                label="Partner"
                description="Without one, the role waits until you assign it."
                placeholder="On no partner yet"
                value={partnerId}
                onChange={setPartner}
                disabled={!role}
                clearable
              />
            </Stack>
          </Card>
          <Group gap="xs">
            <Button type="submit" loading={isBusy}>
              Add internal contact
            </Button>
            <Button variant="default" component={Link} to="/contacts">
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

const assign = (id: string, role: Role, partnerId: string | null) =>
  call('POST /api/v1/internal-contacts/{id}/assignments', { path: { id }, body: { role, partnerId } })
