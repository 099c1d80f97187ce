import { domains, type FileFormat } from './format.ts'
import { asDomains, field, list, readXml, writeXml, textOf } from './xml.ts'

/** For search engines: the pages, no feeds. sitemaps.org allows 50,000 in one file. */
export const sitemapXml: FileFormat = {
  kind: 'file',
  path: 'sitemap.xml',
  write: ({ entries, meta }) =>
    writeXml({
      urlset: {
        '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9',
        url: [
          '',
          'submit.html',
          'policy.html',
          'api.html',
          ...domains(entries)
            .slice(0, 49_000)
            .map((domain) => `services/${domain}.html`),
        ].map((path) => ({ loc: `${meta.url}${path}` })),
      },
    }),
  holds: ({ entries }) => domains(entries).slice(0, 49_000),
  readBack(text) {
    const parsed = readXml(text)
    if ('problem' in parsed) return parsed
    const places = list(field(parsed.root['urlset'], 'url')).map((url) => textOf(url, 'loc'))
    return asDomains(places.flatMap((place) => /\/services\/([^/]+)\.html$/.exec(place)?.[1] ?? []))
  },
}
/** Tickets are private even to whoever knows an address. */
export const robotsTxt: FileFormat = {
  kind: 'file',
  path: 'robots.txt',
  write: ({ meta }) =>
    `User-agent: *\nDisallow: /ticket/\nDisallow: /tickets\nSitemap: ${meta.url}sitemap.xml\n`,
  readBack: (text) =>
    text.startsWith('User-agent: *\n') ? { domains: [] } : { problem: 'no rule for everybody' },
}
