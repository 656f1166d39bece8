import { Tabs } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'

const rooms = [
  { to: '/clients', label: 'All clients' },
  { to: '/clients/billing-requests', label: 'Billing requests' },
  { to: '/clients/referrals', label: 'Referrals' },
]

/** The lists about clients, one beside the other. */
export function Rooms() {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  return (
    <Tabs value={pathname} onChange={(to) => to && void navigate({ to })}>
      <Tabs.List>
        {rooms.map(({ to, label }) => (
          <Tabs.Tab key={to} value={to}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
