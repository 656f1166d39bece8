import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const named: Record<string, string[]> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Reads who calls: the connection's other end, or whom the proxies that `TRUST_PROXY` names say that they speak for. */
export function addressReader(trustProxy: boolean | string): (request: IncomingMessage) => string {
  const direct = ({ socket }: IncomingMessage) => plain(socket.remoteAddress ?? '')
  if (trustProxy === false) return direct
  const isProxy = trustProxy === true ? () => true : proxiesOf(trustProxy)
  return (request) => {
    let address = direct(request)
    let told = String(request.headers['x-forwarded-for'] ?? '')
    while (told && isProxy(address)) {
      const comma = told.lastIndexOf(',')
      const next = plain(told.slice(comma + 1).trim())
      if (!isIP(next)) return address
      address = next
      told = told.slice(0, Math.max(comma, 0))
    }
    return address
  }
}

/** An IPv4 address that an IPv6 socket has seen is the same address. */
const plain = (address: string) => (address.startsWith('::') ? address.replace(/^::ffff:(?=\d+\.)/i, '') : address)

function proxiesOf(setting: string): (address: string) => boolean {
  const list = new BlockList()
  for (const range of setting.split(',').flatMap((name) => named[name.trim()] ?? [name.trim()])) {
    const [address = '', bits] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  const isListed = (address: string) => isIP(address) > 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  let last = { address: '', isListed: false }
  return (address) => {
    if (address !== last.address) last = { address, isListed: isListed(address) }
    return last.isListed
  }
}
