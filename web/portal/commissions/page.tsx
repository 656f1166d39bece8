import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Receipt } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { useWords } from '../parts/words.ts'
import { Lines } from './lines.tsx'

type Line = Schemas['PortalCommissionLine']
const statuses = ['HELD', 'PENDING', 'APPROVED', 'PAID', 'POSTPONED', 'VOIDED'] as const

/** What the partner has earned, line by line. */
export function CommissionsPage() {
  const { t } = useWords()
  const [{ status, cursor }] = useSearchState()
  const query = { status: status as Line['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/portal/commission-lines', { query }, { keep: true })
  return (
    <Page title={t('commissions.title')} lead={t('commissions.lead')}>
      <Filters names={['status']} words={t('common.clear')}>
        <ChoiceFilter
          label={t('common.status')}
          name="status"
          options={statuses.map((value) => ({ value, label: t(`commissions.status.${value}`) }))}
        />
      </Filters>
      <Lines
        label={t('commissions.title')}
        reading={reading}
        empty={
          <Empty
            title={t('commissions.empty')}
            icon={Receipt}
            action={
              status ? null : (
                <Button component={Link} to="/links">
                  {t('conversions.goLinks')}
                </Button>
              )
            }
          >
            {status ? t('common.nothingFits') : t('commissions.emptyText')}
          </Empty>
        }
      />
    </Page>
  )
}
