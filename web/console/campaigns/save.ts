import { useChange } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { type Campaign, touched } from './words.ts'

type Changes = Partial<Omit<Campaign, 'id' | 'status' | 'publishableKey' | 'createdAt' | 'updatedAt'>>

/** Saves parts of a campaign, and offers to put back what they were. */
export function useSave({ id, ...was }: Campaign) {
  const change = useChange('PATCH /api/v1/campaigns/{id}', { alsoStale: touched })
  const send = (body: Changes) => change.mutateAsync({ path: { id }, body })
  const save = async (changes: Changes) => {
    await send(changes)
    const before = Object.fromEntries(Object.keys(changes).map((key) => [key, was[key as keyof typeof was]]))
    tellDone('Saved. It holds for later clicks and conversions.', () => send(before))
  }
  return { save, isSaving: change.isPending }
}
