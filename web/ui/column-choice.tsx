import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { Columns3 } from 'lucide-react'
import type { Column } from './table.tsx'

type Choice<Row> = { shown: Column<Row>[]; button: React.ReactNode }

/** Which columns of a table are shown: those that are not extra, until somebody chooses otherwise; kept in this browser under a name. */
export function useColumnChoice<Row>(name: string, columns: Column<Row>[]): Choice<Row> {
  const usual = columns.filter(({ isExtra }) => !isExtra).map(({ id }) => id)
  const [ids, setIds] = useLocalStorage<string[]>({
    key: `symbolon.columns.${name}`,
    defaultValue: usual,
    getInitialValueInEffect: false,
  })
  const [first, ...others] = columns
  const shown = columns.filter((column) => column === first || ids.includes(column.id))
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  const button = (
    <Popover position="bottom-end" width={220} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<Columns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {others.map(({ id, title }) => (
            <Checkbox key={id} label={title} checked={ids.includes(id)} onChange={() => toggle(id)} />
          ))}
          <Button size="compact-sm" variant="subtle" onClick={() => setIds(usual)}>
            Show the usual ones
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
  return { shown: first ? shown : [], button }
}
