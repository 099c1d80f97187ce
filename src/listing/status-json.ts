import type { EachFormat } from './format.ts'
import { parseJson, published } from './services-json.ts'
import { asDomains, field } from './xml.ts'

/** One service's line of services.json in a file of its own, for its operator's page. It is there while the service is listed. */
export const statusJson: EachFormat = {
  kind: 'each',
  path: (domain) => `status/${domain}.json`,
  write: (entry, { meta }) =>
    `${JSON.stringify({ version: 1, listed: true, page: `${meta.url}services/${entry.domain}.html`, ...published(entry) }, undefined, 2)}\n`,
  readBack: (text) => asDomains([field(parseJson(text), 'domain')]),
}
