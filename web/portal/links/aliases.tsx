import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Schemas } from '../../api/client.ts'
import { useChange } from '../../api/queries.ts'
import { ask } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { useProgramme } from '../parts/session.ts'
import { useWords } from '../parts/words.ts'
import { Address } from './address.tsx'

/** The other codes of a link, and a form for one more. */
export function Aliases({ link }: { link: Schemas['PortalLink'] }) {
  const { t } = useWords()
  return (
    <Card title={t('links.aliases')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('links.aliasesLead')}
        </Text>
        {link.aliases.length ? (
          link.aliases.map(({ alias, url }) => (
            <Address key={alias} url={url} label={`${t('links.copyLink')}: ${alias}`} />
          ))
        ) : (
          <Text size="sm">{t('links.noAliases')}</Text>
        )}
        <NewAlias linkId={link.id} />
      </Stack>
    </Card>
  )
}

function NewAlias({ linkId }: { linkId: string }) {
  const { t } = useWords()
  const done = useDone()
  const programme = useProgramme()
  const { beside } = useFaults()
  const form = useForm({ initialValues: { alias: '' } })
  const add = useChange('POST /api/v1/portal/links/{id}/aliases')
  const act = async (alias: string) => {
    try {
      await add.mutateAsync({ path: { id: linkId }, body: { alias } })
      form.reset()
      done(t('links.aliasAdded'))
    } catch (error) {
      beside(form, error)
    }
  }
  const confirm = ({ alias }: { alias: string }) =>
    ask({
      title: t('links.aliasTitle', { alias }),
      text: t('links.aliasAsk', { programme }),
      confirm: t('links.addAlias'),
      cancel: t('common.cancel'),
      act: () => act(alias),
    })
  return (
    <form onSubmit={form.onSubmit(confirm)}>
      <Group align="flex-start" gap="xs">
        <TextInput
          label={t('links.newAlias')}
          description={t('links.aliasHint')}
          required
          maxLength={64}
          style={{ flex: '1 1 200px' }}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('alias')}
        />
        <Button type="submit" variant="default" mt={24} loading={add.isPending}>
          {t('links.addAlias')}
        </Button>
      </Group>
    </form>
  )
}
