import { BlockList, isIP } from 'node:net'

const longest = 2048
const broken = /[\s\p{Cc}\\]/u

const ipv4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
  192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`
const ipv6 = `::/8 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`

/** One list for each family: a list of both takes each address of IPv4 for one of `::/8`. */
const notPublic = { ipv4: listOf('ipv4', ipv4), ipv6: listOf('ipv6', ipv6) }

function listOf(family: 'ipv4' | 'ipv6', blocks: string): BlockList {
  const list = new BlockList()
  for (const block of blocks.split(/\s+/)) {
    const [net = '', bits] = block.split('/')
    list.addSubnet(net, Number(bits), family)
  }
  return list
}

const ownNames = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home\.arpa|onion|invalid|test)$/

/**
 * What keeps a text from being the address of something that anybody on the internet may fetch, or undefined where nothing
 * does: http or https, no credentials, and no host of a private, local or reserved network, in whatever spelling.
 *
 * A name is not resolved: whoever fetches such an address looks at what it leads to.
 */
export function whyNotPublicUrl(text: string): string | undefined {
  if (text.length > longest) return `At most ${longest} characters allowed.`
  if (broken.test(text) || !URL.canParse(text)) return 'Write an address such as https://files.example.com/offer.pdf.'
  const { protocol, username, password, hostname } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'Only http and https are allowed.'
  if (username || password) return 'An address must not hold a user or a password.'
  return isPublicHost(hostname) ? undefined : 'This host is not on the public internet.'
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const version = isIP(host)
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (version) return !notPublic[family].check(host, family)
  const labels = host.split('.')
  return labels.length > 1 && labels.every(Boolean) && !ownNames.test(host)
}
