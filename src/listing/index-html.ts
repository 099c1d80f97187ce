import { lens, lensOver, mapHeight, mapWidth, marks, type Mark } from '../drawing/map.ts'
import type { Entry } from './entry.ts'
import { domains, type FileFormat, type List } from './format.ts'
import { readHtml } from './html.ts'
import { countryName, family, percent } from './in-words.ts'
import { cut } from './text.ts'

/** The list for people: every service in one table, complete without JavaScript. */
export const indexHtml: FileFormat = {
  kind: 'file',
  path: 'index.html',
  write: (list) => list.pages.render('index', indexModel(list)),
  holds: ({ entries }) => domains(entries),
  readBack: readHtml,
}

function row(entry: Entry) {
  const observed = entry.uptime?.observed ?? undefined
  return {
    entry,
    short: entry.description === entry.domain ? undefined : cut(entry.description, 100),
    country: entry.country && countryName(entry.country),
    software: entry.software && family(entry.software),
    inBand: entry.registration?.inBand === true,
    web: entry.registration?.web !== undefined,
    features: entry.features,
    featureKeys: entry.features?.join(' '),
    uptime: observed === undefined ? undefined : percent(observed),
  }
}
const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  )

function indexModel({ entries, meta }: List): object {
  const rows = entries.map(row)
  const countries = distinct(rows.map((one) => one.country))
  const placed = entries.flatMap(({ domain, location }) => (location ? [{ name: domain, at: location }] : []))
  const glass = lensOver(placed)
  return {
    meta,
    root: '',
    here: 'index',
    rows,
    count: rows.length,
    countries,
    countryCount: countries.length,
    inBandCount: rows.filter((one) => one.inBand).length,
    softwares: distinct(rows.map((one) => one.software)),
    features: distinct(rows.flatMap((one) => one.features ?? [])),
    marks: marks(placed).map(shown),
    lens: glass && {
      ...lens,
      width: round(mapWidth * lens.zoom),
      height: round(mapHeight * lens.zoom),
      left: round(lens.x - glass.from.x * lens.zoom),
      top: round(lens.y - glass.from.y * lens.zoom),
      from: { ...glass.from, r: round(lens.r / lens.zoom) },
      marks: glass.marks.map(shown),
    },
  }
}

const round = (n: number): number => Math.round(n * 10) / 10
/** Whom a mark stands for is its title; only more than a title holds go into an attribute of their own. */
const shown = ({ x, y, names }: Mark) => ({
  x,
  y,
  names: names.length > 4 ? names.join(' ') : undefined,
  r: round(Math.min(14, 4 + Math.sqrt(names.length - 1) * 2)),
  href: names.length === 1 ? `services/${names[0]}.html` : '#list',
  label: names.length > 4 ? `${names.slice(0, 4).join(', ')}, … (${names.length})` : names.join(', '),
})
