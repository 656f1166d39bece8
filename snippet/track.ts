import { clickId, earlierClickIds } from './clicks.ts'
import { apiHost, setting } from './tag.ts'

export type Report = { publishableKey?: string; email?: string; properties?: { [key: string]: unknown } }
export type Outcome = { status: 'recorded' | 'duplicate' | 'ignored' }

const patienceMs = 10_000

async function send({ publishableKey, email, properties }: Report): Promise<Outcome> {
  const id = clickId()
  if (!id) return { status: 'ignored' }
  const earlier = earlierClickIds()
  const response = await fetch(`${apiHost()}/api/v1/affiliate/conversions`, {
    method: 'POST',
    keepalive: true,
    credentials: 'omit',
    headers: {
      'content-type': 'application/json',
      'x-introw-publishable-key': publishableKey || setting('publishable-key'),
    },
    body: JSON.stringify({
      clickId: id,
      email: email || undefined,
      properties: properties || undefined,
      earlierClickIds: earlier.length ? earlier : undefined,
    }),
  })
  const { status } = await response.json()
  return { status: status === 'recorded' || status === 'duplicate' ? status : 'ignored' }
}

/** Never rejects, and never takes for ever: whoever waits before leaving the page gets away. */
export function track(report?: Report): Promise<Outcome> {
  return new Promise((resolve) => {
    const give = () => resolve({ status: 'ignored' })
    setTimeout(give, patienceMs)
    send(report || {}).then(resolve, give)
  })
}
