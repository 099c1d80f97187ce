import type { Entry } from './entry.ts'
import { domains, feed } from './format.ts'
import { readItems } from './services-xml.ts'
import { children } from './services-full-xml.ts'
import { joinXml, xmlPart, type Xml } from './xml.ts'
import { cut } from './text.ts'

const discoItems = 'http://jabber.org/protocol/disco#items'

/**
 * For clients that insist on the namespace (SamePlace, and whoever reads it as the disco#items it always claimed to be):
 * the items of services-full.xml in it, with the `name` that the list of 2001 had.
 */
export const serversXml = feed({
  path: 'servers.xml',
  part: (entry) => xmlPart('item', item(entry)),
  whole: (items, { meta }) => joinXml('query', items, { '@xmlns': discoItems }, `${meta.url}api.html`),
  holds: ({ entries }) => domains(entries),
  readBack: (text) => readItems(text, discoItems),
})
const item = (entry: Entry): Xml => ({
  '@jid': entry.domain,
  '@name': cut(entry.description, 80),
  ...children(entry),
})
