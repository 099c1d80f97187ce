import type { Format } from './format.ts'
import { assets } from './assets.ts'
import { indexHtml } from './index-html.ts'
import { servicesFullXml } from './services-full-xml.ts'
import { servicesJson } from './services-json.ts'
import { servicesXml } from './services-xml.ts'

/** Everything that is published. A new format: one file, one line here, one test. */
export const allFormats: readonly Format[] = [
  indexHtml,
  ...assets,
  servicesXml,
  servicesFullXml,
  servicesJson,
]
