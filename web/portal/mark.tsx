import { ThemeIcon } from '@mantine/core'

/** The logo that was uploaded; without one, the first letter of the name. */
export function Mark({ name, logoPath }: { name: string; logoPath: string | null }) {
  if (logoPath) return <img className="portal-logo" src={logoPath} alt={name} />
  return (
    <ThemeIcon size={36} radius={10} variant="filled" fw={700} aria-hidden>
      {name.slice(0, 1).toUpperCase()}
    </ThemeIcon>
  )
}
