import { NavLink } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { areas } from './areas.ts'

/** The rooms of the portal. */
export function Navigation() {
  const { t } = useTranslation('shell')
  const { pathname } = useLocation()
  const isHere = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))
  return (
    <nav aria-label={t('navigation')}>
      {areas
        .flatMap(({ doors }) => doors)
        .map(({ label, to, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={t(`doors.${label}`)}
            active={isHere(to)}
            aria-current={isHere(to) ? 'page' : undefined}
            leftSection={<Icon size={18} aria-hidden />}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        ))}
    </nav>
  )
}
