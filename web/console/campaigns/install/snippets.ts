export type Kind = 'html' | 'next' | 'tags' | 'server'

export const kinds: { value: Kind; label: string; lead: string; language: string }[] = [
  { value: 'html', label: 'HTML', lead: 'Put this on every page of your site, anywhere in it.', language: 'HTML' },
  { value: 'next', label: 'Next.js', lead: 'Put this into the root layout: app/layout.tsx.', language: 'TSX' },
  {
    value: 'tags',
    label: 'Tag manager',
    lead: 'Make a tag of custom HTML that fires on all pages. A tag manager drops attributes of tags that are pasted into it, so let this script insert it.',
    language: 'HTML',
  },
  {
    value: 'server',
    label: 'Server',
    lead: 'Report from your server with a secret key of the scope affiliate:write. The click is the value of the cookie _introw_aff.',
    language: 'Shell',
  },
]

type Given = { host: string; key: string }

/** What to paste, and how to report a conversion from there. */
export const snippetOf: Record<Kind, (given: Given) => { tag?: string; report: string }> = {
  html: (given) => ({ tag: tagOf(given), report: `<script>\n${track('  ')}\n</script>` }),
  next: ({ host, key }) => ({
    tag: `import Script from 'next/script'

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="${host}/affiliate.js" data-publishable-key="${key}" />
      </body>
    </html>
  )
}`,
    report: `'use client'\n\n${track('')}`,
  }),
  tags: ({ host, key }) => ({
    tag: `<script>
  var tag = document.createElement('script')
  tag.src = '${host}/affiliate.js'
  tag.setAttribute('data-publishable-key', '${key}')
  document.head.appendChild(tag)
</script>`,
    report: `<script>\n${track('  ')}\n</script>`,
  }),
  server: ({ host }) => ({
    report: `curl ${host}/api/v1/affiliate/conversions \\
  -H 'x-api-key: YOUR_SECRET_KEY' \\
  -H 'content-type: application/json' \\
  -d '{
    "clickId": "VALUE_OF_THE_COOKIE",
    "email": "buyer@customer.example.com",
    "properties": { "amount": "120.00", "currency": "EUR" }
  }'`,
  }),
}

const tagOf = ({ host, key }: Given) =>
  `<script async src="${host}/affiliate.js" data-publishable-key="${key}"></script>`

const track = (indent: string) =>
  [
    'window.introw = window.introw || {}',
    'introw.affiliate = introw.affiliate || { q: [] }',
    'introw.affiliate.q.push((affiliate) => affiliate.track({',
    "  email: 'buyer@customer.example.com',",
    "  properties: { amount: '120.00', currency: 'EUR' },",
    '}))',
  ]
    .map((line) => indent + line)
    .join('\n')
