import { Button, Group, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ChevronDown, Download, Handshake, Plus, Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useRead } from '#web/api/queries.ts'
import { useColumnChoice } from '#web/ui/column-choice.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '#web/ui/filters.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { DataTable } from '#web/ui/table.tsx'
import { SavedViews } from '../saved-views.tsx'
import { useMay, useProfile } from '../session.ts'
import { BulkBar } from './bulk.tsx'
import { columnsOf } from './columns.tsx'
import { useCategories, useOwners, usePhases, useTiers } from './lookups.ts'
import { filterNames, filtersOf, nameOf, statuses } from './partner.tsx'

/** Every partner, as a table. */
export function PartnersPage() {
  const [search] = useSearchState()
  const mayWrite = useMay('partners:write')
  const [tiers, phases, member] = [useTiers(), usePhases(), useProfile().data?.member.id ?? '']
  const { shown, button } = useColumnChoice(`partners.${member}`, columnsOf(tiers, phases))
  const query = {
    ...filtersOf(search),
    sort: search['sort'] as 'name' | undefined,
    cursor: search['cursor'],
    limit: 25,
  }
  const reading = useRead('GET /api/v1/partners', { query }, { keep: true })
  const names = new Map(reading.data?.data.map((one) => [one.id, nameOf(one)]))
  const [chosen, choose] = useChosen(JSON.stringify(filtersOf(search)))
  const isFiltered = filterNames.some((name) => search[name])
  return (
    <Page title="Partners" lead="The companies that you work with." actions={<Actions mayWrite={mayWrite} />}>
      <Group justify="space-between" gap="xs">
        <SearchFilter label="Search name or domain" />
        <Group gap="xs">
          <SavedViews page="partners" usual={usualViews(member)} />
          {button}
        </Group>
      </Group>
      <PartnerFilters />
      <BulkBar chosen={chosen} choose={choose} filters={filtersOf(search)} />
      <DataTable
        label="Partners"
        reading={reading}
        columns={shown}
        idOf={({ id }) => id}
        choice={mayWrite ? { chosen, choose, nameOf: (id) => `Choose ${names.get(id) ?? id}` } : undefined}
        empty={isFiltered ? <NothingFits /> : <NoPartners mayWrite={mayWrite} />}
      />
    </Page>
  )
}

/** What is chosen; other filters begin with nothing. */
function useChosen(filters: string) {
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => choose(new Set()), [filters])
  return [chosen, choose] as const
}

const usualViews = (member: string) => [
  { name: 'All partners', search: '' },
  { name: 'My partners', search: `ownerId=${member}&status=active` },
  { name: 'Active, by name', search: 'status=active&sort=name' },
  { name: 'Changed last', search: 'sort=-updatedAt' },
  { name: 'Archived', search: 'status=inactive' },
]

function PartnerFilters() {
  const [tiers, phases, owners, categories] = [useTiers(), usePhases(), useOwners(), useCategories()]
  return (
    <Filters names={[...filterNames]}>
      <ChoiceFilter label="Tier" name="tierId" options={tiers.options} />
      <ChoiceFilter label="Phase" name="phaseId" options={phases.options} />
      {owners.options.length ? <ChoiceFilter label="Owner" name="ownerId" options={owners.options} /> : null}
      <ChoiceFilter label="Category" name="category" options={categories.map((value) => ({ value, label: value }))} />
      <ChoiceFilter label="Status" name="status" options={[...statuses]} />
    </Filters>
  )
}

function Actions({ mayWrite }: { mayWrite: boolean }) {
  const [search] = useSearchState()
  const filters = Object.entries(filtersOf(search)).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const file = `/api/v1/exports/partners?${new URLSearchParams(filters).toString()}`
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden />}>
            CSV
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={file} download="partners.csv" leftSection={<Download size={16} aria-hidden />}>
            {filters.length ? 'Export what is filtered' : 'Export all partners'}
          </Menu.Item>
          {mayWrite ? (
            <Menu.Item component={Link} to="/partners/import" leftSection={<Upload size={16} aria-hidden />}>
              Import partners
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {mayWrite ? (
        <Button component={Link} to="/partners/new" leftSection={<Plus size={16} aria-hidden />}>
          New partner
        </Button>
      ) : null}
    </>
  )
}

function NothingFits() {
  const [, change] = useSearchState()
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  return (
    <Empty title="No partner fits" icon={Handshake} action={<Button onClick={clear}>Clear the filters</Button>}>
      Try fewer filters, or another spelling.
    </Empty>
  )
}

function NoPartners({ mayWrite }: { mayWrite: boolean }) {
  const actions = mayWrite ? (
    <>
      <Button component={Link} to="/partners/new">
        Add the first partner
      </Button>
      <Button component={Link} to="/partners/import" variant="default">
        Import a file
      </Button>
    </>
  ) : null
  return (
    <Empty title="No partners yet" icon={Handshake} action={actions}>
      Partners are the companies that sell, refer or implement what you make.
    </Empty>
  )
}
