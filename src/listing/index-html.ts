import { lens, lensOver, marks, underLens, type Mark } from '../drawing/map.ts'
import { countryName } from '../checks/places.ts'
import type { Entry } from './entry.ts'
import { domains, feed, type List } from './format.ts'
import { readHtml } from './html.ts'
import { family, percent } from './in-words.ts'
import { featureName, type Pages } from './pages.ts'
import { brief } from './text.ts'
import { asDomains } from './xml.ts'

/** The list for people: every service in one table, complete without JavaScript. The script reads the table: what stands in it is not said twice. */
export const indexHtml = feed({
  path: 'index.html',
  part: (entry, { pages }) => pages.render('row', row(entry, pages)),
  whole: (rows, list) => list.pages.render('index', { ...indexModel(list), rows: rows.join('') }),
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const read = readHtml(text)
    const rows = text.matchAll(/<tr><th><a href="services\/([^"]*)\.html">/g)
    return 'problem' in read ? read : asDomains(Array.from(rows, ([, domain]) => domain))
  },
})

function row(entry: Entry, pages: Pages) {
  const observed = entry.uptime?.observed ?? undefined
  return {
    entry,
    short: entry.description === entry.domain ? undefined : brief(entry.description),
    country: entry.country && countryName(entry.country),
    software: entry.software && family(entry.software),
    inBand: entry.registration?.inBand === true,
    web: entry.registration?.web !== undefined,
    features: (entry.features ?? []).map((one) => featureName(one, pages)),
    uptime: observed === undefined ? undefined : percent(observed),
  }
}
/** Each once under the name that people read, in the order of these. */
const distinct = <T>(values: Iterable<T | undefined>, name: (value: T) => string): string[] => {
  const each = [...new Set(values)].flatMap((value) => (value === undefined ? [] : [name(value)]))
  return [...new Set(each)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
}

function indexModel({ entries, meta, pages }: List): object {
  const place = new Map(entries.map(({ domain }, i) => [domain as string, i]))
  const drawn = (mark: Mark) => shown(mark, place)
  const countries = distinct(
    entries.map(({ country }) => country),
    countryName,
  )
  const placed = entries.flatMap(({ domain, location }) => (location ? [{ name: domain, at: location }] : []))
  const glass = lensOver(placed)
  return {
    meta,
    root: '',
    here: 'index',
    count: entries.length,
    countries,
    countryCount: countries.length,
    inBandCount: entries.filter(({ registration }) => registration?.inBand === true).length,
    softwares: distinct(
      entries.map(({ software }) => software),
      family,
    ),
    features: distinct(
      entries.flatMap(({ features }) => features ?? []),
      (one) => featureName(one, pages),
    ),
    marks: marks(placed).map(drawn),
    lens: glass && {
      ...lens,
      ...underLens(glass.from),
      from: { ...glass.from, r: round(lens.r / lens.zoom) },
      marks: glass.marks.map(drawn),
    },
  }
}

const round = (n: number): number => Math.round(n * 10) / 10
/** Whom a mark stands for is its title, and for the script the numbers of their rows. */
const shown = ({ x, y, names }: Mark, place: ReadonlyMap<string, number>) => ({
  x,
  y,
  rows: names.map((name) => place.get(name)).join(' '),
  r: round(Math.min(14, 4 + Math.sqrt(names.length - 1) * 2)),
  href: names.length === 1 ? `services/${names[0]}.html` : '#list',
  label: names.length > 4 ? `${names.slice(0, 4).join(', ')}, … (${names.length})` : names.join(', '),
})
