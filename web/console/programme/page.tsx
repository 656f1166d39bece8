import './programme.css'
import { Tabs } from '@mantine/core'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { phases, tiers } from './kinds.ts'
import { Ranked } from './ranked.tsx'
import { Templates } from './templates.tsx'

/** How partners are sorted, and what they see. */
export function ProgrammePage() {
  const [{ tab = 'tiers' }, change] = useSearchState()
  return (
    <Page title="Programme" lead="Where partners stand, and what they see in the portal.">
      <Tabs value={tab} onChange={(to) => change({ tab: to ?? undefined, new: undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="tiers">Tiers</Tabs.Tab>
          <Tabs.Tab value="phases">Phases</Tabs.Tab>
          <Tabs.Tab value="templates">Experience templates</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tiers">
          <Ranked kind={tiers} />
        </Tabs.Panel>
        <Tabs.Panel value="phases">
          <Ranked kind={phases} />
        </Tabs.Panel>
        <Tabs.Panel value="templates">
          <Templates />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
