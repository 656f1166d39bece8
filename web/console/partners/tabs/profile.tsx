import { Anchor, Button, SimpleGrid } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Fact, Facts } from '#web/ui/act.tsx'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { Card } from '#web/ui/notice.tsx'
import { useMay } from '#web/console/session.ts'
import { Labels, nameOf, type Partner } from '../partner.tsx'
import { CompanyForm } from './company-form.tsx'
import { CrmForm } from './crm-form.tsx'
import { PortalCard } from './portal.tsx'

/** Who the partner is; each part is edited where it stands. */
export function ProfileTab({ partner }: { partner: Partner }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Editable title="Company" form={(close) => <CompanyForm partner={partner} close={close} />}>
        <Company partner={partner} />
      </Editable>
      <PortalCard partner={partner} />
      <Editable title="CRM record" form={(close) => <CrmForm partner={partner} close={close} />}>
        <Crm partner={partner} />
      </Editable>
      <Properties partner={partner} />
    </SimpleGrid>
  )
}

type EditableProps = { title: string; form: (close: () => void) => ReactNode; children: ReactNode }

/** Facts that whoever may turns into a form. */
function Editable({ title, form, children }: EditableProps) {
  const mayWrite = useMay('partners:write')
  const [isEditing, setEditing] = useState(false)
  const edit = (
    <Button size="xs" variant="default" onClick={() => setEditing(true)} aria-label={`Edit ${title.toLowerCase()}`}>
      Edit
    </Button>
  )
  return (
    <Card title={title} actions={mayWrite && !isEditing ? edit : null}>
      {isEditing ? form(() => setEditing(false)) : children}
    </Card>
  )
}

function Company({ partner }: { partner: Partner }) {
  const { domain, categories, createdAt, updatedAt } = partner
  return (
    <Facts>
      <Fact name="Name">{nameOf(partner)}</Fact>
      <Fact name="Domain">
        {domain ? (
          <Anchor href={`https://${domain}`} target="_blank" rel="noreferrer">
            {domain}
          </Anchor>
        ) : (
          <Nothing />
        )}
      </Fact>
      <Fact name="Categories">
        <Labels all={categories} />
      </Fact>
      <Fact name="Added">
        <DateText at={createdAt} />
      </Fact>
      <Fact name="Changed">
        <DateText at={updatedAt} style="time" />
      </Fact>
    </Facts>
  )
}

function Crm({ partner: { externalId, externalIdType, externalCompanyId } }: { partner: Partner }) {
  return (
    <Facts>
      <Fact name="CRM id">{externalId ?? <Nothing />}</Fact>
      <Fact name="Object type">{externalIdType ?? <Nothing />}</Fact>
      <Fact name="Company id">{externalCompanyId ?? <Nothing />}</Fact>
    </Facts>
  )
}

/** What the CRM says, as it says it; the CRM is where it is changed. */
function Properties({ partner: { crmProperties } }: { partner: Partner }) {
  const all = Object.entries(crmProperties ?? {})
  if (!all.length) return null
  return (
    <Card title="From the CRM">
      <Facts>
        {all.map(([key, value]) => (
          <Fact key={key} name={key}>
            {value === null || value === '' ? (
              <Nothing />
            ) : typeof value === 'object' ? (
              JSON.stringify(value)
            ) : (
              String(value)
            )}
          </Fact>
        ))}
      </Facts>
    </Card>
  )
}
