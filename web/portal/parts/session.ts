import { useRead } from '../../api/queries.ts'

/** Who is signed in, for which partner, in whose programme. */
export function usePortal() {
  return useRead('GET /api/v1/portal/session', {})
}

/** The programme's name, for sentences. */
export function useProgramme(): string {
  return usePortal().data?.data.organisation.name ?? ''
}
