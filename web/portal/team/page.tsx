import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core'
import { Trash2, Users } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask } from '../../ui/act.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { useProgramme } from '../parts/session.ts'
import { Day } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { Invite } from './invite.tsx'

type Colleague = Schemas['PortalColleague']

/** The people of the partner. */
export function TeamPage() {
  const { t } = useWords()
  const [{ cursor }] = useSearchState()
  const reading = useRead('GET /api/v1/portal/team', { query: { cursor, limit: 25 } }, { keep: true })
  return (
    <Page title={t('team.title')} lead={t('team.lead')}>
      <DataTable
        label={t('team.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={<Empty title={t('team.title')} icon={Users} />}
      />
      <Invite />
    </Page>
  )
}

function useColumns(): Column<Colleague>[] {
  const { t } = useWords()
  return [
    { id: 'name', title: t('team.name'), cell: (colleague) => <Name {...colleague} /> },
    { id: 'email', title: t('team.email'), cell: ({ email }) => email },
    { id: 'since', title: t('team.since'), cell: ({ createdAt }) => <Day at={createdAt} /> },
    {
      id: 'remove',
      title: t('team.removeGo'),
      align: 'right',
      cell: (colleague) => (colleague.isYou || colleague.isManager ? null : <Remove {...colleague} />),
    },
  ]
}

function Name({ name, email, isYou, isManager }: Colleague) {
  const { t } = useWords()
  const programme = useProgramme()
  return (
    <Group gap="xs" wrap="nowrap">
      <span>
        {name ?? email}
        {isYou ? (
          <Text span c="dimmed">
            {` (${t('team.you')})`}
          </Text>
        ) : null}
      </span>
      {isManager ? (
        <Tooltip label={t('team.managerHint', { programme })}>
          <Badge variant="light" tt="none" className="status status-done">
            {t('team.manager')}
          </Badge>
        </Tooltip>
      ) : null}
    </Group>
  )
}

function Remove({ id, name: given, email }: Colleague) {
  const { t } = useWords()
  const done = useDone()
  const { tell } = useFaults()
  const name = given ?? email
  const remove = useChange('DELETE /api/v1/portal/team/{id}')
  const confirm = () =>
    ask({
      title: t('team.removeTitle', { name }),
      text: t('team.removeText'),
      confirm: t('team.removeGo'),
      cancel: t('common.cancel'),
      isDangerous: true,
      act: () =>
        remove
          .mutateAsync({ path: { id } })
          .then(() => done(t('team.removed', { name })))
          .catch(tell),
    })
  return (
    <ActionIcon variant="subtle" color="red" aria-label={t('team.remove', { name })} onClick={confirm}>
      <Trash2 size={16} />
    </ActionIcon>
  )
}
