import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import { touched } from '../words.ts'

/** Takes a line back that was just created. */
export function useUndoOfLine() {
  const stale = useStaleMoney()
  return async (id: string): Promise<void> => {
    const body = { reasonType: 'CUSTOM', reason: 'Created by mistake.' } as const
    await call('POST /api/v1/commission-lines/{id}/void', { path: { id }, body })
    await stale()
  }
}

/** All that shows amounts is read anew. */
export function useStaleMoney() {
  const client = useQueryClient()
  return async (): Promise<void> => {
    await Promise.all(touched.map((noun) => client.invalidateQueries({ queryKey: [noun] })))
  }
}
