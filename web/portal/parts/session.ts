import { useSession } from '../session.ts'

/** The programme's name, for sentences. */
export function useProgramme(): string {
  return useSession().data?.organisation.name ?? ''
}
