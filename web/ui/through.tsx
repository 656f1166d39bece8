import { List, Progress, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'

type Work<T> = {
  items: readonly T[]
  act: (item: T) => Promise<unknown>
  /** What is going on, such as `Approving payouts`. */
  doing: string
}

export type Outcome<T> = { done: T[]; refused: { item: T; message: string }[] }

const atOnce = 3

/** Does one thing after another with a bar for how far it has got; what is refused does not stop the others. */
export async function goThrough<T>({ items, act, doing }: Work<T>): Promise<Outcome<T>> {
  const outcome: Outcome<T> = { done: [], refused: [] }
  const id = `through-${doing}-${items.length}`
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) {
      await act(item).then(
        () => outcome.done.push(item),
        (error: unknown) => outcome.refused.push({ item, message: messageOf(error) }),
      )
      show(id, doing, { done: outcome.done.length + outcome.refused.length, all: items.length })
    }
  }
  if (items.length > atOnce) show(id, doing, { done: 0, all: items.length })
  await Promise.all(Array.from({ length: atOnce }, worker))
  notifications.hide(id)
  return outcome
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function show(id: string, doing: string, { done, all }: { done: number; all: number }): void {
  const shown = {
    id,
    autoClose: false as const,
    withCloseButton: false,
    message: (
      <Stack gap={6}>
        <Text size="sm">{`${doing}: ${done} of ${all}`}</Text>
        <Progress value={(done / all) * 100} aria-label="How far it has got" />
      </Stack>
    ),
  }
  if (done) notifications.update(shown)
  else notifications.show(shown)
}

/** Tells what was refused, each reason once with how many it holds for. */
export function tellRefused<T>(title: string, refused: Outcome<T>['refused']): void {
  const counted = Map.groupBy(refused, ({ message }) => message)
  modals.open({
    title,
    children: (
      <List size="sm" spacing="xs">
        {[...counted].map(([message, those]) => (
          <List.Item key={message}>{those.length > 1 ? `${message} (${those.length})` : message}</List.Item>
        ))}
      </List>
    ),
  })
}
