import { Tabs } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { useMay } from '../session.ts'
import type { Partner } from './partner.tsx'
import { BillingTab } from './tabs/billing.tsx'
import { ClientsTab } from './tabs/clients.tsx'
import { ContactsTab } from './tabs/contacts.tsx'
import { ConversionsTab } from './tabs/conversions.tsx'
import { LinesTab } from './tabs/lines.tsx'
import { LinksTab } from './tabs/links.tsx'
import { PayoutsTab } from './tabs/payouts.tsx'
import { PeopleTab } from './tabs/people.tsx'
import { ProfileTab } from './tabs/profile.tsx'
import { TimelineTab } from './tabs/timeline.tsx'

type Tab = { id: string; label: string; may: string; content: ComponentType<{ partner: Partner }> }

const tabs: Tab[] = [
  { id: 'profile', label: 'Profile', may: 'partners:read', content: ProfileTab },
  { id: 'contacts', label: 'Contacts', may: 'contacts:read', content: ContactsTab },
  { id: 'people', label: 'People', may: 'visitors:read', content: PeopleTab },
  { id: 'clients', label: 'Clients', may: 'clients:read', content: ClientsTab },
  { id: 'links', label: 'Links', may: 'affiliate:read', content: LinksTab },
  { id: 'conversions', label: 'Conversions', may: 'affiliate:read', content: ConversionsTab },
  { id: 'lines', label: 'Commission lines', may: 'commissions:read', content: LinesTab },
  { id: 'payouts', label: 'Payouts', may: 'commissions:read', content: PayoutsTab },
  { id: 'billing', label: 'Billing', may: 'commissions:read', content: BillingTab },
  { id: 'timeline', label: 'Timeline', may: 'events:read', content: TimelineTab },
]

/** All that belongs to a partner, one part at a time; which one stands in the address. */
export function PartnerTabs({ partner }: { partner: Partner }) {
  const [search, change] = useSearchState()
  const current = tabs.some(({ id }) => id === search['tab']) ? search['tab'] : 'profile'
  const show = (id: string | null) =>
    change({ tab: id === 'profile' ? undefined : (id ?? undefined), status: undefined, q: undefined })
  return (
    <Tabs value={current ?? 'profile'} onChange={show} keepMounted={false} activateTabWithKeyboard={false}>
      <Tabs.List mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
        {tabs.map((tab) => (
          <TabDoor key={tab.id} {...tab} />
        ))}
      </Tabs.List>
      {tabs.map(({ id, may, content: Content }) => (
        <Tabs.Panel key={id} value={id}>
          <Allowed may={may}>
            <Content partner={partner} />
          </Allowed>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function Allowed({ may, children }: { may: string; children: ReactNode }) {
  if (useMay(may)) return children
  return <Empty title="Your role does not show this">Ask an administrator for another role.</Empty>
}

function TabDoor({ id, label, may }: Tab) {
  if (!useMay(may)) return null
  return (
    <Tabs.Tab value={id} style={{ flexShrink: 0 }}>
      {label}
    </Tabs.Tab>
  )
}
