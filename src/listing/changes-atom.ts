import { parseInstant } from '../values/instant.ts'
import type { FileFormat, List } from './format.ts'
import type { LogEvent } from './history.ts'
import { reasons } from './in-words.ts'
import { field, list as listOf, readXml, writeXml, type Xml, textOf } from './xml.ts'

const atom = 'http://www.w3.org/2005/Atom'
const newest = 100

/** What came, went and came back, newest first (RFC 4287). The id of an entry never changes, so nobody is told twice. */
export const changesAtom: FileFormat = {
  kind: 'file',
  path: 'changes.atom',
  write({ meta, history, pages, entries }) {
    const there = new Set<string>(entries.map((entry) => entry.domain))
    const events = history.slice(-newest).reverse()
    return writeXml({
      feed: {
        '@xmlns': atom,
        id: `${meta.url}changes.atom`,
        title: `${meta.name}: ${pages.word('atom', 'title')}`,
        updated: events[0]?.at ?? meta.generatedAt,
        author: { name: meta.name },
        link: [
          { '@rel': 'self', '@type': 'application/atom+xml', '@href': `${meta.url}changes.atom` },
          { '@rel': 'alternate', '@type': 'text/html', '@href': meta.url },
        ],
        entry: events.map((event) => item(event, there.has(event.domain), { meta, pages })),
      },
    })
  },
  readBack(text) {
    const parsed = readXml(text)
    if ('problem' in parsed) return parsed
    const feed = parsed.root['feed']
    if (field(feed, '@xmlns') !== atom) return { problem: 'the root is not an Atom feed' }
    const all = [feed, ...listOf(field(feed, 'entry'))]
    const half = all.find((one) =>
      ['id', 'title', 'updated'].some(
        (name) => typeof field(one, name) !== 'string' || field(one, name) === '',
      ),
    )
    if (half !== undefined) return { problem: 'id, title or updated is missing (RFC 4287 §4.1)' }
    if (all.some((one) => parseInstant(textOf(one, 'updated')) === undefined))
      return { problem: 'updated is no date-time' }
    const ids = all.map((one) => field(one, 'id'))
    return new Set(ids).size === ids.length ? { domains: [] } : { problem: 'two entries with one id' }
  },
}
function item(
  { at, domain, event, reason }: LogEvent,
  isListed: boolean,
  { meta, pages }: Pick<List, 'meta' | 'pages'>,
): Xml {
  const why = reasons(reason, pages)
  return {
    id: `${meta.url}changes.atom#${domain}/${event}/${at}`,
    title: `${domain}: ${pages.word('event', event)}`,
    updated: at,
    link: {
      '@rel': 'alternate',
      '@type': 'text/html',
      '@href': isListed ? `${meta.url}services/${domain}.html` : meta.url,
    },
    content: { '@type': 'text', '#text': `${domain}: ${pages.word('event', event)} (${why})` },
  }
}
