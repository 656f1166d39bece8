import { Button } from '@mantine/core'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Merge } from 'lucide-react'
import { useRead } from '#web/api/queries.ts'
import { tellFailure } from '#web/ui/act.tsx'
import { Empty, Failure, Waiting } from '#web/ui/notice.tsx'
import { Page } from '#web/ui/page.tsx'
import { useMay } from '../session.ts'
import { changeOne } from './change-many.ts'
import { Head } from './head.tsx'
import { nameOf, type Partner, PartnerStatus } from './partner.tsx'
import { PartnerTabs } from './tabs.tsx'

const above = [{ to: '/partners', label: 'Partners' }]

/** One partner: where it stands, and all that belongs to it. */
export function PartnerPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/partners/{id}', { path: { id } })
  if (error)
    return (
      <Page title="Partner" above={above}>
        {error.status === 404 ? <NoSuchPartner /> : <Failure error={error} retry={() => void refetch()} />}
      </Page>
    )
  if (!data)
    return (
      <Page title="Partner" above={above}>
        <Waiting />
      </Page>
    )
  const partner = data.data
  // A CRM id, or one that was merged: the address is that of the partner it leads to.
  if (partner.id !== id) return <Navigate to={`/partners/${partner.id}`} replace />
  return (
    <Page
      title={nameOf(partner)}
      above={above}
      beside={<PartnerStatus status={partner.status} />}
      actions={<Deeds partner={partner} />}
    >
      {/* Another partner begins anew: what was being typed for one is never saved to the other. */}
      <Head key={`head ${partner.id}`} partner={partner} />
      <PartnerTabs key={partner.id} partner={partner} />
    </Page>
  )
}

function NoSuchPartner() {
  return (
    <Empty
      title="There is no such partner"
      action={
        <Button component={Link} to="/partners">
          See all partners
        </Button>
      }
    >
      The address may be mistyped, or lead to another organisation’s partner.
    </Empty>
  )
}

function Deeds({ partner }: { partner: Partner }) {
  if (!useMay('partners:write')) return null
  const isActive = partner.status === 'active'
  const toggle = () => setStatus(partner, isActive ? 'inactive' : 'active').catch(tellFailure)
  return (
    <>
      <Button
        component={Link}
        to={`/partners/${partner.id}/merge`}
        variant="default"
        leftSection={<Merge size={16} aria-hidden />}
      >
        Merge
      </Button>
      <Button
        variant="default"
        onClick={() => void toggle()}
        leftSection={isActive ? <Archive size={16} aria-hidden /> : <ArchiveRestore size={16} aria-hidden />}
      >
        {isActive ? 'Archive' : 'Restore'}
      </Button>
    </>
  )
}

async function setStatus(partner: Partner, status: Partner['status']): Promise<void> {
  const done = `${nameOf(partner)} is ${status === 'active' ? 'active again' : 'archived'}.`
  await changeOne(partner.id, { status }, done)
}
