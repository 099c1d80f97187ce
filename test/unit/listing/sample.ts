import { readdirSync, readFileSync } from 'node:fs'
import type { CountryCode, DomainName, Jid, WebAddress } from '../../../src/values/names.ts'
import { instant, type Instant } from '../../../src/values/instant.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Entry } from '../../../src/listing/entry.ts'
import type { List, Meta } from '../../../src/listing/format.ts'
import type { LogEvent } from '../../../src/listing/history.ts'
import { compilePages } from '../../../src/listing/pages.ts'
import { listOf } from '../../../src/listing/publishing.ts'

const folder = new URL('../../../templates/page/', import.meta.url)
export const pages = compilePages(
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])),
)
export const now = '2026-11-22T10:00:00.000Z' as Instant
const meta: Meta = {
  name: 'Example service verification',
  address: 'verification@desk.example',
  url: 'https://list.example/',
  generatedAt: now,
  policy: policy2008,
  source: 'https://list.example/policy.html',
  probes: ['192.0.2.80'],
}
const first: Entry = {
  domain: 'im.example.org' as DomainName,
  website: 'https://im.example.org/' as WebAddress,
  description: 'A friendly service',
  country: 'DE' as CountryCode,
  location: { latitude: 52.52, longitude: 13.4 },
  software: 'Prosody 0.12.4',
  certificateAuthority: "Let's Encrypt",
  certificateExpires: '2027-01-20T00:00:00.000Z' as Instant,
  registration: { inBand: true },
  features: ['muc', 'upload'],
  founded: 2007,
  adminJid: 'admin@im.example.org' as Jid,
  listedSince: '2026-01-02T03:04:05.000Z' as Instant,
  checkedAt: '2026-11-22T03:00:00.000Z' as Instant,
  sources: { software: 'measured', country: 'measured', website: 'claimed' },
  uptime: { observed: 0.999_61, coverage: 1, blips: 1, lengthMs: 2_592_000_000, outages: [] },
}
export const entry = (change: Partial<Entry> = {}): Entry => ({ ...first, ...change })
/** Nothing known but what must be. */
export const bare = (domain: string): Entry => ({
  domain: domain as DomainName,
  description: domain,
  listedSince: '2026-01-02T03:04:05.000Z' as Instant,
  sources: {},
})
export const listed = (entries: readonly Entry[], history: readonly LogEvent[] = []): List =>
  listOf(entries, history, meta, pages)

const places = [
  ['DE', 52.5, 13.4],
  ['FR', 48.9, 2.3],
  ['US', 40.7, -74],
  ['JP', 35.7, 139.7],
  ['BR', -23.5, -46.6],
  ['IS', 64.1, -21.9],
  ['NL', 52.4, 4.9],
  ['AU', -33.9, 151.2],
  ['CH', 47.4, 8.5],
  ['FI', 60.2, 24.9],
  ['CA', 45.5, -73.6],
  ['PL', 52.2, 21],
  ['SE', 59.3, 18.1],
  ['IN', 19.1, 72.9],
  ['ZA', -33.9, 18.4],
] as const
const softwares = [
  'Prosody 0.12.4',
  'ejabberd 24.12',
  'Prosody 13.0.1',
  'Openfire 4.9.2',
  'ejabberd 25.08',
  'Tigase 8.4.0',
]
const words = [
  'chat',
  'jabber',
  'im',
  'talk',
  'xmpp',
  'messaging',
  'hello',
  'post',
  'signal-lamp',
  'harbour',
  'orchard',
  'meadow',
]
const sentences = [
  'Run by volunteers since the early days, with group chat, file transfer and a friendly help room.',
  'A small service for the town and its friends.',
  'Free and open to everybody. No logs beyond what is needed to keep it running; donations welcome.',
  'Community server of a hackerspace: group chat, gateways and a web client.',
]
/** `count` services as different as real ones, always the same. */
export function many(count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => {
    const [country, latitude, longitude] = places[i % places.length] ?? places[0]
    const observed = i % 11 === 0 ? 0.99912 : i % 7 === 0 ? 0.99987 : 1
    return entry({
      domain:
        `${words[i % words.length]}${i < words.length ? '' : i}.${i % 3 === 0 ? 'example.org' : i % 3 === 1 ? 'example.net' : 'example'}` as DomainName,
      website: `https://www.service${i}.example/` as WebAddress,
      description: sentences[i % sentences.length] as string,
      country: country as CountryCode,
      location: { latitude: latitude + ((i * 7) % 10) / 10, longitude: longitude + ((i * 3) % 10) / 10 },
      software: softwares[i % softwares.length] as string,
      registration:
        i % 4 === 1
          ? { inBand: false, web: `https://www.service${i}.example/register` as WebAddress }
          : i % 4 === 2
            ? { inBand: true, web: `https://www.service${i}.example/register` as WebAddress }
            : { inBand: i % 4 !== 3 },
      features: ['muc', 'upload', 'pubsub', 'proxy65', 'gateway-irc'].filter((_, n) => (i + n) % 3 !== 0),
      founded: 1999 + (i % 27),
      listedSince: instant(Date.parse('2024-01-01') + i * 5 * 86_400_000),
      ...(first.uptime && { uptime: { ...first.uptime, observed } }),
    })
  })
}
