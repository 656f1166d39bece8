import { type CountryResponse, open } from 'maxmind'
import { StartRefused } from '#/platform/start-refused.ts'

/** ISO 3166-1 alpha-2, or null where it is not known. */
export type CountryOf = (address: string) => string | null

/** Looks addresses up in a local file in the format of MaxMind; without one no country is known. */
export async function openCountries(file: string | undefined): Promise<CountryOf> {
  if (!file) return () => null
  const reader = await open<CountryResponse>(file).catch((error: unknown) => refuse(file, error))
  return (address) => {
    try {
      const found = reader.get(address)
      return found?.country?.iso_code ?? found?.registered_country?.iso_code ?? null
    } catch {
      return null
    }
  }
}

function refuse(file: string, cause: unknown): never {
  throw new StartRefused(
    `GEOIP_DATABASE names ${file}, which cannot be read as an .mmdb file: ${(cause as Error).message}. Name another file, or none.`,
    { cause },
  )
}
