import { assets } from './assets.ts'
import { badgeSvg } from './badge-svg.ts'
import { changesAtom } from './changes-atom.ts'
import type { Format } from './format.ts'
import { indexHtml } from './index-html.ts'
import { logJsonl } from './log-jsonl.ts'
import { providersD, providersDs, providersJson } from './providers.ts'
import { serverVcardsXml } from './server-vcards-xml.ts'
import { serversXml } from './servers-xml.ts'
import { servicesFullXml } from './services-full-xml.ts'
import { servicesJson } from './services-json.ts'
import { servicesSchemaJson } from './services-schema-json.ts'
import { servicesXml } from './services-xml.ts'
import { serviceHtml } from './service-html.ts'
import { textPages } from './texts-html.ts'
import { robotsTxt, sitemapXml } from './sitemap-xml.ts'
import { statusJson } from './status-json.ts'

/** Everything that is published. A new format: one file, one line here, one test. */
export const allFormats: readonly Format[] = [
  indexHtml,
  serviceHtml,
  ...textPages,
  ...assets,
  servicesXml,
  servicesFullXml,
  serversXml,
  serverVcardsXml,
  servicesJson,
  servicesSchemaJson,
  providersJson,
  providersD,
  providersDs,
  changesAtom,
  logJsonl,
  badgeSvg,
  statusJson,
  sitemapXml,
  robotsTxt,
]
