import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import { parseDomainName } from '../values/domain-name.ts'

/** CIDR text, `127.0.0.0/8`. Lifts the address rule and the special-name rule for these networks, never the port rule. */
export type Cidr = string
export type Guard = { readonly allow: readonly Cidr[] }
/** Why nobody may dial it; undefined: may. The words are codes that stand in the evidence (`private`, `special-name`, `port`). */
export type Refusal = string | undefined

// RFC 6761 and its registry, plus what RFC 9476 and common practice keep private.
const special = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'onion',
  'alt',
  'test',
  'invalid',
  'example',
  'example.com',
  'example.net',
  'example.org',
  'arpa',
  'home.arpa',
  'resolver.arpa',
  'i2p',
  'gnu',
  'bit',
  'private',
]
// Cloud metadata services outside the ranges that ipaddr.js knows as not unicast.
const metadata = new Set(['168.63.129.16', '100.100.100.200', '192.0.0.192'])
const xmppPorts = new Set([443, 5222, 5223, 5269, 5270])
// Services above 1023 that must not be poked at, whoever asks.
const known = new Set([
  1080, 1194, 1352, 1433, 1434, 1521, 1723, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 2483, 2484, 3000, 3128,
  3260, 3268, 3269, 3306, 3389, 3478, 4369, 4444, 4505, 4506, 4899, 5000, 5060, 5061, 5432, 5433, 5555, 5601,
  5632, 5672, 5800, 5900, 5901, 5902, 5903, 5984, 5985, 5986, 6000, 6001, 6002, 6379, 6380, 6443, 6514, 6660,
  6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697, 7000, 7001, 7199, 7473, 7474, 7687, 8009, 8086,
  8089, 8125, 8300, 8333, 8500, 8529, 8545, 8600, 9000, 9001, 9042, 9050, 9051, 9092, 9100, 9160, 9200, 9300,
  9418, 9990, 10000, 10250, 10255, 11211, 11434, 15672, 16379, 17001, 19132, 25565, 25672, 26257, 26379,
  27017, 27018, 27019, 28015, 28017,
])

const within = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)
export const isSpecialName = (name: string): boolean => special.some((zone) => within(name, zone))

/** However it is spelled (`127.1`, `0x7f.1`). For a name ipaddr.js throws and catches two errors, 50 µs: most names end like no address. */
const isAddress = (text: string): boolean => /:|(^|\.)(0x)?[\da-f]+$/i.test(text) && ipaddr.isValid(text)

/** A name before it is asked for in DNS. `special-name` alone is liftable: then every address must lie in `allow`. */
export function refuseName(name: string, guard: Guard): Refusal {
  if (isAddress(name.replace(/^\[|\]$/g, ''))) return 'address'
  const parsed = parseDomainName(name)
  if (parsed === undefined || parsed !== name) return isSpecialName(name) ? 'special-name' : 'not-a-name'
  if (isSpecialName(name)) return guard.allow.length > 0 ? undefined : 'special-name'
  const { isIcann, isPrivate, domain } = parse(name, { allowPrivateDomains: false })
  if (isIcann !== true && isPrivate !== true) return 'unknown-suffix'
  return domain === null ? 'public-suffix' : undefined
}

/** All addresses of one name: one that is refused refuses the name, whatever the others are. */
export function refuseAddresses(name: string, addresses: readonly string[], guard: Guard): Refusal {
  for (const address of addresses) {
    const why = refuseAddress(address, guard)
    if (why !== undefined) return why
    if (isSpecialName(name) && !isAllowed(ipaddr.parse(address), guard)) return 'special-name'
  }
  return undefined
}

/** IPv4 must be global unicast; IPv6 must be so inside 2000::/3, where ipaddr.js alone calls `::7f00:1` and `4000::1` unicast. */
export function refuseAddress(address: string, guard: Guard): Refusal {
  if (!ipaddr.isValid(address) || address.includes('%')) return 'not-an-address'
  const parsed = ipaddr.parse(address)
  if (isAllowed(parsed, guard)) return undefined
  const range = parsed.range()
  if (range !== 'unicast') return range === 'linkLocal' ? 'link-local' : kebab(range)
  if (parsed.kind() === 'ipv4') return metadata.has(parsed.toString()) ? 'metadata' : undefined
  const [first = 0, second = 0] = (parsed as ipaddr.IPv6).parts
  if (first >> 13 !== 1) return 'not-global' // 2000::/3
  if (first === 0x2002) return '6to4'
  if (first === 0x2001 && second < 0x0200) return 'special-purpose' // 2001::/23: Teredo, ORCHID, benchmarking
  if (first === 0x2001 && second === 0x0db8) return 'documentation'
  if (first === 0x3fff && second < 0x1000) return 'documentation' // RFC 9637
  return undefined
}
/** `web`: 80 as well. */
export function refusePort(port: number, web: boolean): Refusal {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'port'
  if (xmppPorts.has(port) || (web && port === 80)) return undefined
  return port >= 1024 && !known.has(port) ? undefined : 'port'
}

/** The last word before a socket is opened: the pinned address and the port. */
export const refuseDial = (address: string, port: number, guard: Guard, web = false): Refusal =>
  refuseAddress(address, guard) ?? refusePort(port, web)

/** The same address however it is spelled: what `remoteAddress` says against what we dialled. */
export function sameAddress(a: string, b: string): boolean {
  if (a === b) return ipaddr.isValid(a)
  return (
    ipaddr.isValid(a) &&
    ipaddr.isValid(b) &&
    ipaddr.process(a).toNormalizedString() === ipaddr.process(b).toNormalizedString()
  )
}
/** The network that shares an hourly budget: /24 or /48. */
export function networkOf(address: string): string {
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4'
    ? parsed.toString().replace(/\.\d+$/, '.0/24')
    : `${(parsed as ipaddr.IPv6).parts
        .slice(0, 3)
        .map((part) => part.toString(16))
        .join(':')}::/48`
}
function isAllowed(parsed: ipaddr.IPv4 | ipaddr.IPv6, guard: Guard): boolean {
  return guard.allow.some((cidr) => {
    const [network, bits] = networkIn(cidr)
    return network.kind() === parsed.kind() && parsed.match([network, bits] as never)
  })
}
const parsedNetworks = new Map<string, [ipaddr.IPv4 | ipaddr.IPv6, number]>() // the few of the configuration, asked at every dial
function networkIn(cidr: Cidr): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const known = parsedNetworks.get(cidr)
  if (known !== undefined) return known
  const parsed = ipaddr.parseCIDR(cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`)
  parsedNetworks.set(cidr, parsed)
  return parsed
}
const kebab = (range: string): string => range.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
