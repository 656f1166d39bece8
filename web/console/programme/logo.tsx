import { Box, Button, FileButton, Group, Text } from '@mantine/core'
import { ImageUp, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { formOf, staleTemplates, type Template } from './template-data.ts'

const mostBytes = 1_048_576

/** The logo at the top of the portal and on the page where one signs in. */
export function LogoCard({ template }: { template: Template }) {
  const mayWrite = useMay('partners:write')
  const [isBusy, setBusy] = useState(false)
  const path = { id: template.id }
  const upload = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    try {
      if (file.size > mostBytes) throw new Error('The file is larger than 1 MB. Choose a smaller one.')
      await call('PUT /api/v1/experience-templates/{id}/logo', { path, body: formOf(file) as never })
      await staleTemplates()
      tellDone('The logo was uploaded.')
    } catch (error) {
      tellFailure(error)
    }
    setBusy(false)
  }
  const remove = () =>
    ask({
      title: 'Remove the logo?',
      text: 'Partners see the name of your organisation instead. This cannot be undone: you can upload the file again.',
      confirm: 'Remove logo',
      isDangerous: true,
      act: async () => {
        await call('DELETE /api/v1/experience-templates/{id}/logo', { path })
        await staleTemplates()
        tellDone('The logo was removed.')
      },
    })
  return (
    <Card title="Logo">
      <Group justify="space-between" wrap="wrap">
        {template.logoPath ? (
          <Box className="logo-shown">
            <img src={template.logoPath} alt="The logo of this portal" />
          </Box>
        ) : (
          <Text c="dimmed" size="sm">
            No logo yet: the name of your organisation stands in its place. PNG, JPEG, WebP or GIF, 1 MB at most.
          </Text>
        )}
        {mayWrite ? (
          <Group gap="xs">
            <FileButton accept="image/png,image/jpeg,image/webp,image/gif" onChange={(file) => void upload(file)}>
              {(props) => (
                <Button {...props} variant="default" loading={isBusy} leftSection={<ImageUp size={16} aria-hidden />}>
                  {template.logoPath ? 'Replace logo' : 'Upload logo'}
                </Button>
              )}
            </FileButton>
            {template.logoPath ? (
              <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={remove}>
                Remove
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Group>
    </Card>
  )
}
