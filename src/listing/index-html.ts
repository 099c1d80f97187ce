import { feature } from '@rapideditor/country-coder'
import type { CountryCode } from '../values/names.ts'
import type { Entry } from './entry.ts'
import { domains, type FileFormat, type List } from './format.ts'
import { daysBetween } from './pages.ts'
import { share } from './services-json.ts'
import { asDomains } from './xml.ts'
import { XMLValidator } from 'fast-xml-parser'

export const indexHtml: FileFormat = {
  kind: 'file',
  path: 'index.html',
  write: (list) => list.pages.render('index', indexModel(list)),
  holds: ({ entries }) => domains(entries),
  readBack: (text) => readHtml(text),
}

export const countryName = (code: CountryCode): string => feature(code)?.properties.nameEn ?? code
/** Software families as people filter by them: the first word, without the version. */
export const family = (software: string): string =>
  /^[\p{L}\p{N}.+-]*\p{L}[\p{L}\p{N}.+-]*/u.exec(software)?.[0]?.replace(/[-.][\d.]+.*$/, '') ?? software

/** Rounded down to two digits: 99.999 % reads 99.99 %. */
export const percent = (value: number): string =>
  `${(Math.floor(share(value) * 10_000 + 1e-6) / 100).toFixed(2).replace(/\.?0+$/, '')} %`

export function row(entry: Entry, { meta }: List) {
  const { uptime, registration } = entry
  const observed = uptime?.observed ?? undefined
  return {
    entry,
    country: entry.country && countryName(entry.country),
    software: entry.software && family(entry.software),
    inBand: registration?.inBand === true,
    web: registration?.web,
    features: entry.features ?? [],
    uptime: observed === undefined ? undefined : percent(observed),
    certificateDays: entry.certificateExpires && daysBetween(meta.generatedAt, entry.certificateExpires),
  }
}

function indexModel(list: List): object {
  const { entries, meta } = list
  const rows = entries.map((entry) => row(entry, list))
  const distinct = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort()
  return {
    meta,
    root: '',
    here: 'index',
    rows,
    count: rows.length,
    countries: distinct(rows.map((one) => one.country)),
    softwares: distinct(rows.map((one) => one.software)),
    features: distinct(rows.flatMap((one) => one.features)),
  }
}

/** The pages are written as well-formed XML too, so that a broken tag is found before anybody sees it. */
export function readHtml(text: string) {
  if (!text.startsWith('<!doctype html>')) return { problem: 'no doctype' }
  const verdict = XMLValidator.validate(text.slice('<!doctype html>'.length), {
    allowBooleanAttributes: true,
  })
  if (verdict !== true) return { problem: `not well-formed: ${verdict.err.msg} (line ${verdict.err.line})` }
  return asDomains([...text.matchAll(/ data-domain="([^"]*)"/g)].map(([, name]) => name))
}
