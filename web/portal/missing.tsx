import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../ui/notice.tsx'

/** An address that leads nowhere. */
export function Missing() {
  const { t } = useTranslation('shell')
  const home = (
    <Button component={Link} to="/">
      {t('missing.home')}
    </Button>
  )
  return (
    <Empty title={t('missing.title')} icon={SearchX} action={home}>
      {t('missing.text')}
    </Empty>
  )
}
