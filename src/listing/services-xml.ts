import { domains, feed } from './format.ts'
import { asDomains, field, joinXml, list, readXml, xmlPart } from './xml.ts'
import type { Entry } from './entry.ts'

/**
 * For Psi and old clients, which offer what they find here in "register a new account": only services with in-band
 * registration (XEP-0077). The root `query` has no namespace, as xmpp.org's own stylesheet wrote it from 2009 on:
 * readers look for bare `item`.
 */
export const servicesXml = feed({
  path: 'services.xml',
  part: (entry) => (isOpenForAll(entry) ? xmlPart('item', { '@jid': entry.domain }) : ''),
  whole: (items, { meta }) => joinXml('query', items, {}, `${meta.url}api.html`),
  holds: ({ entries }) => domains(entries.filter(isOpenForAll)),
  readBack: (text) => readItems(text, undefined),
})
const isOpenForAll = (entry: Entry): boolean => entry.registration?.inBand === true

/** The items of a `query`, in the namespace a reader insists on. */
export function readItems(text: string, namespace: string | undefined) {
  const parsed = readXml(text)
  if ('problem' in parsed) return parsed
  const query = parsed.root['query']
  if (query === undefined) return { problem: 'the root is not query' }
  if (field(query, '@xmlns') !== namespace)
    return { problem: `the namespace is not ${namespace ?? 'absent'}` }
  return asDomains(list(field(query, 'item')).map((item) => field(item, '@jid')))
}
