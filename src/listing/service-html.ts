import { spot } from '../drawing/map.ts'
import { millis } from '../values/instant.ts'
import { countryName } from '../checks/places.ts'
import type { Entry, Sourced } from './entry.ts'
import type { EachFormat, List } from './format.ts'
import { readHtml } from './html.ts'
import { lasting, percent, reasons, stretch } from './in-words.ts'
import type { Uptime } from './month.ts'
import { daysBetween, featureName, type Pages } from './pages.ts'
import { plain, xmppUri } from './text.ts'

/**
 * One service for people. Nothing in it depends on the moment of publishing: days are counted from the last check, so
 * that a service of which nothing new is known is the same file as yesterday.
 */
export const serviceHtml: EachFormat = {
  kind: 'each',
  path: (domain) => `services/${domain}.html`,
  write: (entry, list) => list.pages.render('service', serviceModel(entry, list)),
  readBack: readHtml,
}

type Fact = {
  readonly name: string
  readonly value: string
  readonly href?: string
  readonly from?: string
  readonly note?: string
}

function serviceModel(entry: Entry, { meta, historyOf, pages }: List): object {
  const { domain, location, registration } = entry
  const at = location && spot(location)
  const page = `${meta.url}services/${domain}.html`
  return {
    meta,
    entry,
    root: '../',
    here: 'service',
    inBand: registration?.inBand === true,
    web: registration?.web,
    closed: registration !== undefined,
    description: entry.description === domain ? undefined : entry.description,
    facts: facts(entry, pages),
    uptime: entry.uptime && uptime(entry.uptime, pages),
    at: at && { ...at, label: pages.word('map', 'place') },
    history: events(entry, historyOf.get(domain), pages),
    badgeCode: `<a href="${page}"><img src="${meta.url}badges/${domain}.svg" alt="${domain}: ${pages.word('badge', 'title')}" height="20"></a>`,
  }
}

function facts(entry: Entry, pages: Pages): Fact[] {
  const found: Fact[] = []
  const add = (name: string, value: string | undefined, source?: Sourced, more: Partial<Fact> = {}) => {
    const from = source && entry.sources[source]
    if (value !== undefined && value !== '')
      found.push({ name: pages.word('fact', name), value, ...(from && { from }), ...more })
  }
  const { certificateExpires: ends, checkedAt } = entry
  const left = ends && daysBetween(checkedAt ?? entry.listedSince, ends)
  add('country', entry.country && countryName(entry.country), 'country')
  add('software', entry.software, 'software')
  add(
    'certificate',
    entry.certificateAuthority,
    'certificateAuthority',
    ends ? { note: pages.phrase('certificate', { day: ends.slice(0, 10), days: left ?? 0 }) } : {},
  )
  add('registration', registration(entry, pages), 'registration')
  add('features', entry.features?.map((one) => featureName(one, pages)).join(', '), 'features')
  add('website', entry.website, 'website', { ...(entry.website && { href: entry.website }) })
  add('founded', entry.founded === undefined ? undefined : String(entry.founded), 'founded')
  add('admin', entry.adminJid, 'adminJid', { ...(entry.adminJid && { href: xmppUri(entry.adminJid) }) })
  add('listed', entry.listedSince.slice(0, 10))
  return found
}
function registration({ registration }: Entry, pages: Pages): string | undefined {
  if (registration === undefined) return undefined
  const ways = [...(registration.inBand ? ['app'] : []), ...(registration.web === undefined ? [] : ['web'])]
  return (ways.length === 0 ? ['closed'] : ways).map((way) => pages.word('registration', way)).join(', ')
}

function uptime({ observed, coverage, blips, lengthMs, outages, drawing }: Uptime, pages: Pages) {
  return {
    observed: observed === null ? undefined : percent(observed),
    coverage: percent(coverage),
    blips,
    length: stretch(lengthMs, pages),
    svg: drawing,
    outages: outages.toReversed().map(({ from, to, firstError }) => ({
      from,
      lasted: lasting(millis(to) - millis(from), pages),
      firstError: plain(firstError),
    })),
  }
}
function events(entry: Entry, known: List['history'] | undefined, pages: Pages) {
  const told = known ?? [{ at: entry.listedSince, event: 'listed' as const, reason: '' }]
  return told
    .map(({ at, event, reason }) => ({
      at,
      event,
      why: event === 'listed' ? undefined : reasons(reason, pages),
    }))
    .reverse()
}
