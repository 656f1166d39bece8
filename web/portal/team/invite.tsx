import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { Card } from '../../ui/notice.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { useWords } from '../parts/words.ts'

/** Lets another person of the partner in. */
export function Invite() {
  const { t } = useWords()
  const done = useDone()
  const { beside } = useFaults()
  const form = useForm({ initialValues: { email: '', name: '' } })
  const invite = useChange('POST /api/v1/portal/team')
  const act = async ({ email, name }: { email: string; name: string }) => {
    try {
      await invite.mutateAsync({ body: { email, name: name.trim() || null } })
      form.reset()
      done(t('team.invited', { email }))
    } catch (error) {
      beside(form, error)
    }
  }
  return (
    <Card title={t('team.invite')}>
      <form onSubmit={form.onSubmit((values) => void act(values))}>
        <Stack gap="sm" maw={560}>
          <Text size="sm" c="dimmed">
            {t('team.inviteLead')}
          </Text>
          <TextInput label={t('team.email')} type="email" required {...form.getInputProps('email')} />
          <TextInput label={`${t('team.name')} (${t('common.optional')})`} {...form.getInputProps('name')} />
          <Group>
            <Button type="submit" loading={invite.isPending}>
              {t('team.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
