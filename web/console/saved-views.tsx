import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { Bookmark, Check, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { queryClient, useChange, useRead } from '../api/queries.ts'
import { tellDone, tellFailure } from '../ui/act.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useSearchState } from '../ui/router.tsx'

type View = { id?: string; name: string; search: string }

/** The address’s filters and order, without its place in the pages. */
function searchText(search: Record<string, string | undefined>): string {
  const entries = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return new URLSearchParams(entries.filter(([name]) => name !== 'cursor').toSorted()).toString()
}

const isSame = (view: View, search: string) =>
  searchText(Object.fromEntries(new URLSearchParams(view.search))) === search

/** Names for what a list shows: some that everybody has, and a member’s own. */
export function SavedViews({ page, usual }: { page: string; usual: View[] }) {
  const [search, change] = useSearchState()
  const [isOpen, { toggle, close, open }] = useDisclosure(false)
  const [naming, setNaming] = useState<View>()
  const own = useRead('GET /api/v1/me/views', { query: { page, limit: 100 } })
  const here = searchText(search)
  const all: View[] = [...usual, ...(own.data?.data.toReversed() ?? [])]
  const current = all.find((view) => isSame(view, here))
  const name = (view: View) => {
    close()
    setNaming(view)
  }
  const show = (view: View) => {
    const cleared = Object.fromEntries(Object.keys(search).map((name) => [name, undefined]))
    change({ ...cleared, ...Object.fromEntries(new URLSearchParams(view.search)) })
    close()
  }
  return (
    <>
      <Popover
        opened={isOpen}
        onChange={(opened) => (opened ? open() : close())}
        position="bottom-end"
        width={280}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button variant="default" leftSection={<Bookmark size={16} aria-hidden />} onClick={toggle} maw={220}>
            {current?.name ?? 'Views'}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Views">
          <Stack gap={2}>
            {all.map((view) => (
              <ViewRow
                key={view.id ?? view.name}
                page={page}
                view={view}
                isCurrent={view === current}
                show={show}
                rename={name}
              />
            ))}
            {current ? null : (
              <Button mt="xs" size="xs" variant="light" onClick={() => name({ name: '', search: here })}>
                Save this view
              </Button>
            )}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {naming ? <NameDialog page={page} view={naming} close={() => setNaming(undefined)} /> : null}
    </>
  )
}

type RowProps = {
  page: string
  view: View
  isCurrent: boolean
  show: (view: View) => void
  rename: (view: View) => void
}

function ViewRow({ page, view, isCurrent, show, rename }: RowProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <UnstyledButton
        onClick={() => show(view)}
        aria-current={isCurrent || undefined}
        style={{ flex: 1, minWidth: 0 }}
        px="xs"
        py={6}
      >
        <Group gap="xs" wrap="nowrap">
          <Check size={14} aria-hidden style={{ visibility: isCurrent ? 'visible' : 'hidden', flexShrink: 0 }} />
          <Text size="sm" truncate>
            {view.name}
          </Text>
        </Group>
      </UnstyledButton>
      {view.id ? (
        <>
          <ActionIcon variant="subtle" color="gray" aria-label={`Rename ${view.name}`} onClick={() => rename(view)}>
            <Pencil size={14} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${view.name}`}
            onClick={() => void remove(view, page).catch(tellFailure)}
          >
            <Trash2 size={14} />
          </ActionIcon>
        </>
      ) : null}
    </Group>
  )
}

const stale = () => queryClient.invalidateQueries({ queryKey: ['me'] })

async function remove({ id = '', name, search }: View, page: string): Promise<void> {
  await call('DELETE /api/v1/me/views/{id}', { path: { id } })
  await stale()
  tellDone(`The view ${name} was deleted.`, async () => {
    await call('POST /api/v1/me/views', { body: { page, name, search } })
    await stale()
  })
}

function NameDialog({ page, view, close }: { page: string; view: View; close: () => void }) {
  const form = useForm({ initialValues: { name: view.name } })
  const create = useChange('POST /api/v1/me/views')
  const update = useChange('PATCH /api/v1/me/views/{id}')
  const submit = async () => {
    const { name } = form.values
    if (view.id) await update.mutateAsync({ path: { id: view.id }, body: { name } })
    else await create.mutateAsync({ body: { page, name, search: view.search } })
    tellDone(view.id ? `The view is called ${name}.` : `The view ${name} is saved.`)
  }
  return (
    <FormDialog
      title={view.id ? 'Rename the view' : 'Save this view'}
      close={close}
      confirm="Save"
      form={form}
      submit={submit}
    >
      <TextInput label="Name" description="Only you see it." required data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  )
}
