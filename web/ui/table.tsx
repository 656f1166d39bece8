import { Box, Button, Checkbox, Group, Paper, Table, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Failure, Waiting } from './notice.tsx'
import { useSearchState } from './router.tsx'
import './table.css'

export type Column<Row> = {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** The API's word for sorting by it, without its sign. */
  sort?: string
  align?: 'right'
  /** Not shown until somebody chooses it. */
  isExtra?: boolean
}

export type Reading<Row> = {
  data: { data: Row[]; pagination: { nextCursor: string | null } } | undefined
  error: Error | null
  isPending: boolean
  isFetching: boolean
  refetch: () => unknown
}

type Choice = {
  chosen: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
  nameOf: (id: string) => string
}

type Props<Row> = {
  /** What the table shows, for those who hear it. */
  label: string
  reading: Reading<Row>
  columns: Column<Row>[]
  idOf: (row: Row) => string
  empty: ReactNode
  choice?: Choice
  words?: { next: string; previous: string; all: string }
}

const english = { next: 'Next', previous: 'Previous', all: 'Choose all on this page' }

/** A list as a table that pages by cursor. Its state (sort, cursor) stands in the address. */
export function DataTable<Row>({ label, reading, columns, idOf, empty, choice, words = english }: Props<Row>) {
  if (reading.error && !reading.data) return <Failure error={reading.error} retry={() => void reading.refetch()} />
  if (!reading.data) return <Waiting rows={8} />
  const rows = reading.data.data
  return (
    <Paper withBorder radius="md" style={{ opacity: reading.isFetching && !reading.isPending ? 0.75 : 1 }}>
      {rows.length ? (
        <Table.ScrollContainer
          className="stacked-box"
          minWidth={Math.min(columns.length * 130, 900)}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
        >
          <Table
            className="stacked"
            role="table"
            highlightOnHover
            verticalSpacing="xs"
            horizontalSpacing="md"
            aria-label={label}
          >
            <Table.Thead role="rowgroup">
              <Table.Tr role="row">
                {choice ? <ChooseAll rows={rows.map(idOf)} choice={choice} label={words.all} /> : null}
                {columns.map((column) => (
                  <Heading key={column.id} {...column} />
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody role="rowgroup">
              {rows.map((row) => (
                <Table.Tr
                  role="row"
                  key={idOf(row)}
                  bg={choice?.chosen.has(idOf(row)) ? 'var(--mantine-primary-color-light)' : undefined}
                >
                  {choice ? <Choose id={idOf(row)} choice={choice} /> : null}
                  {columns.map(({ id, title, cell, align }, index) => (
                    <Table.Td
                      key={id}
                      role="cell"
                      className={index ? undefined : 'stacked-title'}
                      data-title={title}
                      ta={align}
                    >
                      {cell(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        empty
      )}
      <Paging next={reading.data.pagination.nextCursor} words={words} />
    </Paper>
  )
}

function Heading<Row>({ title, sort, align }: Column<Row>) {
  const [search, change] = useSearchState()
  if (!title) return <Table.Td role="cell" />
  if (!sort)
    return (
      <Table.Th role="columnheader" ta={align}>
        {title}
      </Table.Th>
    )
  const order = search['sort'] === sort ? 'ascending' : search['sort'] === `-${sort}` ? 'descending' : 'none'
  const Arrow = order === 'descending' ? ArrowDown : ArrowUp
  return (
    <Table.Th role="columnheader" aria-sort={order} ta={align} p={0}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        fw={700}
        px="md"
        c="inherit"
        rightSection={order === 'none' ? null : <Arrow size={14} aria-hidden />}
        onClick={() => change({ sort: order === 'ascending' ? `-${sort}` : sort })}
      >
        {title}
      </Button>
    </Table.Th>
  )
}

/** Chooses or lets go the rows of this page; what was chosen on others stays. */
function ChooseAll({ rows, choice, label }: { rows: string[]; choice: Choice; label: string }) {
  const isAll = rows.every((id) => choice.chosen.has(id))
  const isSome = rows.some((id) => choice.chosen.has(id))
  const toggle = () => {
    const others = [...choice.chosen].filter((id) => !rows.includes(id))
    choice.choose(new Set(isAll ? others : [...others, ...rows]))
  }
  return (
    <Table.Th role="columnheader" w={44}>
      <Checkbox aria-label={label} checked={isAll} indeterminate={isSome && !isAll} onChange={toggle} />
    </Table.Th>
  )
}

function Choose({ id, choice: { chosen, choose, nameOf } }: { id: string; choice: Choice }) {
  const toggle = () =>
    choose(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]))
  return (
    <Table.Td role="cell" className="stacked-choice">
      <Checkbox aria-label={nameOf(id)} checked={chosen.has(id)} onChange={toggle} />
    </Table.Td>
  )
}

/** The way to the next page of a list and back. */
export function Paging({ next, words = english }: { next: string | null; words?: { next: string; previous: string } }) {
  const [search, change] = useSearchState()
  const router = useRouter()
  const isLater = search['cursor'] !== undefined
  if (!next && !isLater) return null
  const back = () => (router.history.canGoBack() ? router.history.back() : change({ cursor: undefined }))
  return (
    <Group justify="flex-end" gap="xs" p="sm">
      <Button
        variant="default"
        size="xs"
        disabled={!isLater}
        leftSection={<ChevronLeft size={14} aria-hidden />}
        onClick={back}
      >
        {words.previous}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={!next}
        rightSection={<ChevronRight size={14} aria-hidden />}
        onClick={() => change({ cursor: next ?? undefined })}
      >
        {words.next}
      </Button>
    </Group>
  )
}

/** What can be done with all that is chosen; it stands above the table while something is. */
export function ChosenBar({ count, children, clear }: { count: number; children: ReactNode; clear: () => void }) {
  if (!count) return null
  return (
    <Paper withBorder p="xs" px="md" radius="md" role="region" aria-label="With what is chosen">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {count} chosen
        </Text>
        <Box style={{ flex: 1 }} />
        {children}
        <Button size="xs" variant="subtle" onClick={clear}>
          Choose none
        </Button>
      </Group>
    </Paper>
  )
}
