import type { Instant } from '../values/instant.ts'
import type { Entry } from './entry.ts'
import { domains, feed } from './format.ts'
import { asDomains, field } from './xml.ts'

/** Flat and plain; what is unknown is left out. `uptime30d` is the share of observed time, rounded down by uptime/. */
export function published(entry: Entry) {
  const { uptime, location, registration, checkedAt } = entry
  const observed = uptime?.observed
  return {
    domain: entry.domain,
    ...(entry.website && { website: entry.website }),
    description: entry.description,
    ...(entry.country && { country: entry.country }),
    ...(location && { latitude: location.latitude, longitude: location.longitude }),
    ...(entry.software && { software: entry.software }),
    ...(entry.certificateAuthority && { certificateAuthority: entry.certificateAuthority }),
    ...(entry.certificateExpires && { certificateExpires: entry.certificateExpires }),
    ...(registration && { registration }),
    ...(entry.features && { features: entry.features }),
    ...(observed !== undefined && observed !== null && { uptime30d: observed }),
    ...(entry.founded !== undefined && { founded: entry.founded }),
    listedSince: entry.listedSince,
    ...(entry.adminJid && { adminJid: entry.adminJid }),
    ...(checkedAt && { checkedAt }),
    sources: sourcesOf(entry),
  }
}

type Source = { readonly from: 'measured' | 'claimed'; readonly at?: Instant }
/** Of each value, by its key: who says so, and when we saw it. */
function sourcesOf({
  sources,
  location,
  certificateExpires,
  uptime,
  checkedAt,
}: Entry): Record<string, Source> {
  const seen: Source = { from: 'measured', ...(checkedAt && { at: checkedAt }) }
  const { location: place, ...rest } = sources
  const from = { ...rest, ...(location && place && { latitude: place, longitude: place }) }
  const all = Object.entries(from).map(([name, who]): [string, Source] => [
    name,
    who === 'measured' ? seen : { from: who },
  ])
  if (certificateExpires) all.push(['certificateExpires', seen])
  if (typeof uptime?.observed === 'number') all.push(['uptime30d', { from: 'measured' }]) // without a moment: else every file changes every hour
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const servicesJson = feed({
  path: 'services.json',
  part: (entry) => JSON.stringify(published(entry)),
  whole(services, { meta }) {
    const body = services.length === 0 ? '[]' : `[\n${services.join(',\n')}\n]`
    return `{"version":1,"$schema":${JSON.stringify(`${meta.url}services.schema.json`)},"generatedAt":"${meta.generatedAt}","services":${body}}\n`
  },
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = parseJson(text)
    if (parsed === undefined || field(parsed, 'version') !== 1) return { problem: 'not JSON of version 1' }
    const services = field(parsed, 'services')
    if (!Array.isArray(services)) return { problem: 'services is not a list' }
    const empty = services.find((one) =>
      Object.values(one as object).some((value) => value === null || value === ''),
    )
    if (empty !== undefined) return { problem: `an empty value: ${JSON.stringify(empty)}` }
    const described = services.every(
      (one) => typeof field(one, 'description') === 'string' && typeof field(one, 'listedSince') === 'string',
    )
    return described
      ? asDomains(services.map((one) => field(one, 'domain')))
      : { problem: 'a service without description or listedSince' }
  },
})
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
