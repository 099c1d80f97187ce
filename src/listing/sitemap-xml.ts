import { domains, feed, type FileFormat } from './format.ts'
import { asDomains, field, joinXml, list, readXml, textOf, xmlPart } from './xml.ts'

/** For search engines: the pages, no feeds. sitemaps.org allows 50,000 in one file. */
export const sitemapXml = feed({
  path: 'sitemap.xml',
  part: ({ domain }, { meta }) => page(meta.url, `services/${domain}.html`),
  whole: (services, { meta }) =>
    joinXml(
      'urlset',
      [
        ...['', 'submit.html', 'policy.html', 'api.html'].map((path) => page(meta.url, path)),
        ...services.slice(0, mostServices),
      ],
      { '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9' },
    ),
  holds: ({ entries }) => domains(entries).slice(0, mostServices),
  readBack(text) {
    const parsed = readXml(text)
    if ('problem' in parsed) return parsed
    const places = list(field(parsed.root['urlset'], 'url')).map((url) => textOf(url, 'loc'))
    return asDomains(places.flatMap((place) => /\/services\/([^/]+)\.html$/.exec(place)?.[1] ?? []))
  },
})
const mostServices = 49_000
const page = (url: string, path: string): string => xmlPart('url', { loc: `${url}${path}` })
/** Tickets are private even to whoever knows an address. */
export const robotsTxt: FileFormat = {
  kind: 'file',
  path: 'robots.txt',
  write: ({ meta }) =>
    `User-agent: *\nDisallow: /ticket/\nDisallow: /tickets\nSitemap: ${meta.url}sitemap.xml\n`,
  readBack: (text) =>
    text.startsWith('User-agent: *\n') ? { domains: [] } : { problem: 'no rule for everybody' },
}
