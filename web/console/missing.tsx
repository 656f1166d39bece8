import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { Empty } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Page title="Not found">
      <Empty
        title="There is no page here"
        icon={SearchX}
        action={
          <Button component={Link} to="/">
            Go to the dashboard
          </Button>
        }
      >
        The address may be mistyped, or what it led to was deleted.
      </Empty>
    </Page>
  )
}
