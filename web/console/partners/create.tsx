import { Alert, Anchor, Button, Group, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '#web/api/client.ts'
import { queryClient, useRead } from '#web/api/queries.ts'
import { showFaults, tellDone } from '#web/ui/act.tsx'
import { Card } from '#web/ui/notice.tsx'
import { Page } from '#web/ui/page.tsx'
import { changeMany } from './change-many.ts'
import { useCategories, useOwners, usePhases, useTiers } from './lookups.ts'
import { nameOf, type Partner } from './partner.tsx'

type Values = {
  name: string
  domain: string
  tierId: string | null
  phaseId: string | null
  partnerOwnerId: string | null
  categories: string[]
}
const blank: Values = { name: '', domain: '', tierId: null, phaseId: null, partnerOwnerId: null, categories: [] }

/** Adds a partner; one that is known already is shown instead of being made twice. */
export function NewPartnerPage() {
  const [tiers, phases, owners, categories] = [useTiers(), usePhases(), useOwners(), useCategories()]
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const form = useForm<Values>({ initialValues: blank })
  const known = useKnown(form.values)
  const submit = async (values: Values) => {
    setBusy(true)
    try {
      const match = await findMatch(values)
      if (match) form.setErrors({ [values.domain ? 'domain' : 'name']: `${nameOf(match)} has it already.` })
      else {
        const { id, name } = await create(values)
        tellDone(`${name} is a partner.`)
        await navigate({ to: `/partners/${id}` })
      }
    } catch (error) {
      showFaults(form, error)
    }
    setBusy(false)
  }
  return (
    <Page title="New partner" above={[{ to: '/partners', label: 'Partners' }]}>
      <Card>
        <form onSubmit={form.onSubmit((values) => void submit(values))}>
          <Stack maw={720}>
            <TextInput label="Name" required autoFocus {...form.getInputProps('name')} />
            <TextInput
              label="Domain"
              description="The company’s web site. No two partners have the same one."
              placeholder="example.com"
              {...form.getInputProps('domain')}
            />
            {known ? <Known partner={known} /> : null}
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <Select
                label="Tier"
                placeholder="None"
                data={tiers.options}
                clearable
                {...form.getInputProps('tierId')}
              />
              <Select
                label="Phase"
                placeholder="None"
                data={phases.options}
                clearable
                {...form.getInputProps('phaseId')}
              />
              <Select
                label="Owner"
                placeholder="Nobody"
                data={owners.options}
                clearable
                {...form.getInputProps('partnerOwnerId')}
              />
            </SimpleGrid>
            <TagsInput
              label="Categories"
              description="Type one and press Enter."
              data={categories}
              {...form.getInputProps('categories')}
            />
            <Group justify="flex-end">
              <Button component={Link} to="/partners" variant="default">
                Cancel
              </Button>
              <Button type="submit" loading={isBusy}>
                Add partner
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </Page>
  )
}

function Known({ partner }: { partner: Partner }) {
  return (
    <Alert color="yellow" title="You may know this partner already" role="status">
      <Anchor component={Link} to={`/partners/${partner.id}`} inherit underline="always">
        {nameOf(partner)}
      </Anchor>
      {partner.domain ? ` has the domain ${partner.domain}` : ' has this name'}
      {partner.status === 'inactive' ? ', and is archived.' : '.'}
    </Alert>
  )
}

/** A partner that what is typed may mean: by its domain, else by its name. */
function useKnown({ name, domain }: Values): Partner | undefined {
  const [typed] = useDebouncedValue({ name: name.trim(), domain: domain.trim() }, 300)
  const byDomain = useRead(
    'GET /api/v1/partners',
    { query: { domain: typed.domain, limit: 1 } },
    { enabled: /\w\.\w\w/.test(typed.domain) },
  )
  const byName = useRead(
    'GET /api/v1/partners',
    { query: { q: typed.name, limit: 25 } },
    { enabled: typed.name.length > 2 },
  )
  return byDomain.data?.data[0] ?? byName.data?.data.find((one) => isNamed(one, typed.name))
}

const isNamed = (partner: Partner, name: string) => partner.name?.toLowerCase() === name.trim().toLowerCase()

/** The partner that the API would change instead of making one: it matches by domain, and by name where none is given. */
async function findMatch({ name, domain }: Values): Promise<Partner | undefined> {
  const query = domain.trim() ? { domain: domain.trim(), limit: 1 } : { q: name.trim(), limit: 100 }
  const { data } = await call('GET /api/v1/partners', { query })
  return domain.trim() ? data[0] : data.find((one) => isNamed(one, name))
}

async function create({ name, domain, tierId, phaseId, partnerOwnerId, categories }: Values): Promise<Partner> {
  const places = { ...(tierId && { tierId }), ...(phaseId && { phaseId }), ...(partnerOwnerId && { partnerOwnerId }) }
  const { data } = await call('POST /api/v1/partners', { body: { name, ...(domain.trim() && { domain }), ...places } })
  if (categories.length) await changeMany([{ id: data.id, addCategories: categories }])
  await Promise.all(
    ['partners', 'partner-categories'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })),
  )
  return data
}
