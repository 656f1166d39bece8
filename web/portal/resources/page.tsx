import { Anchor, Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { BookOpen, ExternalLink, File, FileText, Image } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Card, Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { useProgramme } from '../parts/session.ts'
import { useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Resource = Schemas['PortalResource']

/** Files and links of the programme, by category. */
export function ResourcesPage() {
  const { t } = useWords()
  const programme = useProgramme()
  const reading = useRead('GET /api/v1/portal/resources', { query: { limit: 100 } })
  return (
    <Page title={t('resources.title')} lead={t('resources.lead')}>
      <Shown reading={reading}>
        {({ data }) =>
          data.length ? (
            <Stack gap="lg">
              {[...Map.groupBy(data, ({ category }) => category)].map(([category, some]) => (
                <Category key={category ?? ''} name={category} resources={some} />
              ))}
            </Stack>
          ) : (
            <Empty title={t('resources.empty')} icon={BookOpen}>
              {t('resources.emptyText', { programme })}
            </Empty>
          )
        }
      </Shown>
    </Page>
  )
}

function Category({ name, resources }: { name: string | null; resources: Resource[] }) {
  const { t } = useWords()
  return (
    <Stack gap="xs">
      <Title order={2}>{name ?? t('resources.others')}</Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {resources.map((resource) => (
          <ResourceCard key={resource.id} resource={resource} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function ResourceCard({ resource: { id, title, description, url, file } }: { resource: Resource }) {
  const size = useSize()
  const Icon = url ? ExternalLink : iconOf(file?.mediaType)
  return (
    <Card>
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" size="lg" aria-hidden>
          <Icon size={18} />
        </ThemeIcon>
        <div style={{ minWidth: 0 }}>
          <Anchor
            href={url ?? `/api/v1/portal/resources/${id}/file`}
            target="_blank"
            rel="noopener noreferrer"
            fw={550}
          >
            {title}
          </Anchor>
          {description ? (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          ) : null}
          <Text size="xs" c="dimmed" truncate>
            {url ? new URL(url).host : file ? `${file.name} · ${size(file.size)}` : null}
          </Text>
        </div>
      </Group>
    </Card>
  )
}

const iconOf = (mediaType = '') =>
  mediaType.startsWith('image/') ? Image : mediaType === 'application/pdf' ? FileText : File

function useSize() {
  const { number } = useTexts()
  return (bytes: number) =>
    bytes < 1_000_000 ? `${number(Math.ceil(bytes / 1000))} kB` : `${number(Math.round(bytes / 100_000) / 10)} MB`
}
