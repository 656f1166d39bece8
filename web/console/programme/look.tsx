import { Button, ColorInput, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { type Template, writeTemplate } from './template-data.ts'

export type Look = { name: string; description: string; welcomeText: string; accentColour: string }

const lookOf = (template: Template): Look => ({
  name: template.name,
  description: template.description ?? '',
  welcomeText: template.welcomeText ?? '',
  accentColour: template.accentColour ?? '',
})

const swatches = ['#1a6b4f', '#1d5fa8', '#5b3fa0', '#7a4b8c', '#a83262', '#b3451f', '#8a6300', '#39424e']

export const useLookForm = (template: Template) =>
  useForm<Look>({
    initialValues: lookOf(template),
    validate: {
      name: (name) => (name.trim() ? null : 'Give the template a name.'),
      accentColour: (colour) => (!colour || /^#[0-9a-f]{6}$/i.test(colour) ? null : 'Write a colour as #1a2b3c.'),
    },
  })

/** The words and the colour of a portal. */
export function LookCard({ template, form }: { template: Template; form: UseFormReturnType<Look> }) {
  const mayWrite = useMay('partners:write')
  const [isBusy, setBusy] = useState(false)
  const save = async (look: Look) => {
    setBusy(true)
    const before = lookOf(template)
    await write(template.id, look)
      .then(() => {
        form.resetDirty(look)
        tellDone('The portal of these partners was changed.', async () => {
          await write(template.id, before)
          form.setValues(before)
          form.resetDirty(before)
        })
      })
      .catch((error: unknown) => showFaults(form, error))
    setBusy(false)
  }
  return (
    <Card title="Words and colour">
      <form noValidate onSubmit={form.onSubmit((look) => void save(look))}>
        <fieldset disabled={!mayWrite} className="bare">
          <Stack>
            <TextInput label="Name" required description="For your team." {...form.getInputProps('name')} />
            <TextInput label="Description" description="For your team." {...form.getInputProps('description')} />
            <Textarea
              label="Welcome text"
              description="Greets the partner on the first page."
              autosize
              minRows={2}
              maxLength={2000}
              {...form.getInputProps('welcomeText')}
            />
            <ColorInput
              label="Accent colour"
              description="Of buttons and links. Empty means ours."
              placeholder="#146b45"
              popoverProps={{ position: 'top-start' }}
              swatches={swatches}
              swatchesPerRow={8}
              eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
              {...form.getInputProps('accentColour')}
            />
            {mayWrite ? (
              <Group gap="xs">
                <Button type="submit" loading={isBusy} disabled={!form.isDirty()}>
                  Save
                </Button>
                {form.isDirty() ? (
                  <Button variant="default" onClick={() => form.reset()}>
                    Discard changes
                  </Button>
                ) : null}
              </Group>
            ) : null}
          </Stack>
        </fieldset>
      </form>
    </Card>
  )
}

const write = (id: string, { name, ...look }: Look) =>
  writeTemplate(id, {
    name,
    description: look.description || null,
    welcomeText: look.welcomeText || null,
    accentColour: look.accentColour || null,
  })
