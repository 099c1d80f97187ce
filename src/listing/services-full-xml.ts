import type { Entry } from './entry.ts'
import { domains, feed } from './format.ts'
import { xmppUri } from './text.ts'
import { asDomains, field, joinXml, list, readXml, xmlPart, type Xml } from './xml.ts'

/**
 * For Adium, jabberes and others: no namespace, the children in the order of 2009, longitude before latitude. Adium
 * sorts by distance and takes an empty coordinate for 0,0; it crashes on a missing description. So coordinates are
 * both there or both absent, and a description always is.
 */
export const servicesFullXml = feed({
  path: 'services-full.xml',
  part: (entry) => xmlPart('item', item(entry)),
  whole: (items, { meta }) => joinXml('query', items, {}, `${meta.url}api.html`),
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = readXml(text)
    if ('problem' in parsed) return parsed
    const query = parsed.root['query']
    if (query === undefined || field(query, '@xmlns') !== undefined)
      return { problem: 'the root is not query without a namespace' }
    const items = list(field(query, 'item'))
    for (const one of items) {
      const wrong = fault(one)
      if (wrong) return { problem: `${String(field(one, '@jid'))}: ${wrong}` }
    }
    return asDomains(items.map((one) => field(one, '@jid')))
  },
})

/** The seven children in their order. */
export const children = ({ domain, software, website, adminJid, location, description }: Entry): Xml => ({
  'server-software': software,
  domain,
  homepage: website,
  'primary-admin': adminJid && xmppUri(adminJid),
  longitude: location && String(location.longitude),
  latitude: location && String(location.latitude),
  description: description === '' ? domain : description,
})
const item = (entry: Entry): Xml => ({ '@jid': entry.domain, ...children(entry) })

const order = [
  'server-software',
  'domain',
  'homepage',
  'primary-admin',
  'longitude',
  'latitude',
  'description',
]
function fault(one: unknown): string | undefined {
  if (typeof one !== 'object' || one === null) return 'an item without children'
  const names = Object.keys(one).filter((name) => !name.startsWith('@') && name !== '#text')
  if (
    names.some(
      (name, i) =>
        order.indexOf(name) < 0 || (i > 0 && order.indexOf(names[i - 1] ?? '') > order.indexOf(name)),
    )
  )
    return `wrong order: ${names.join(' ')}`
  const empty = names.find((name) => field(one, name) === '')
  if (empty) return `${empty} is empty`
  if (field(one, 'domain') !== field(one, '@jid')) return 'domain and jid differ'
  if (typeof field(one, 'description') !== 'string') return 'no description'
  if ((field(one, 'longitude') === undefined) !== (field(one, 'latitude') === undefined))
    return 'half a position'
  if (
    ![field(one, 'longitude') ?? '0', field(one, 'latitude') ?? '0'].every((value) =>
      Number.isFinite(Number(value)),
    )
  )
    return 'a coordinate that is no number'
  const admin = field(one, 'primary-admin')
  return admin === undefined || (typeof admin === 'string' && admin.startsWith('xmpp:'))
    ? undefined
    : 'primary-admin is not an xmpp: address'
}
