import type { DomainName } from '../values/names.ts'
import { read } from '../submission/field-values.ts'
import type { Asked } from '../submission/labels.ts'
import type { Claims, Problem } from '../submission/submission.ts'
import { jidOf } from './text.ts'
import { field, list, readXml, textOf } from './xml.ts'

/** One service of an old directory, as far as its card goes: nobody has asked for it yet, so its operator is invited. */
export type ImportedService = {
  readonly file: string
  readonly domain: DomainName
  readonly claims: Claims
  readonly problems: readonly Problem[]
}
export type ImportReport = {
  readonly services: readonly ImportedService[]
  /** Files and cards that gave no service, with the reason in coded words. */
  readonly refused: readonly { readonly file: string; readonly why: string }[]
  /** The same domain again: the first one with a mail address stands, else the first. */
  readonly duplicates: readonly {
    readonly file: string
    readonly domain: DomainName
    readonly first: string
  }[]
}

/**
 * Reads old directories: vCard4 XML (one card or `vcards` a file, as xmpp.net had them), `services/service` (the master
 * of 2009), and the published services-full.xml. Values go the way of a mail: what cannot be used is a problem, not a claim.
 */
export function importDirectories(
  files: readonly { readonly name: string; readonly text: string }[],
): ImportReport {
  const services = new Map<DomainName, ImportedService>()
  const refused: { file: string; why: string }[] = []
  const duplicates: { file: string; domain: DomainName; first: string }[] = []
  for (const { name: file, text } of files) {
    const found = recordsOf(text)
    if ('problem' in found) refused.push({ file, why: found.problem })
    else
      for (const record of found.records) {
        const one = service(file, record)
        if (one === undefined)
          refused.push({ file, why: `no domain: ${JSON.stringify(record.domain ?? '')}` })
        else {
          const first = services.get(one.domain)?.file
          if (first === undefined) services.set(one.domain, one)
          else {
            duplicates.push({ file, domain: one.domain, first })
            if (addressed(one) && !addressed(services.get(one.domain))) services.set(one.domain, one)
          }
        }
      }
  }
  return { services: [...services.values()], refused, duplicates }
}

const addressed = (one: ImportedService | undefined) => one?.claims['admin.email'] !== undefined
type OldRecord = { readonly [A in Asked]?: string }
function recordsOf(text: string): { readonly records: readonly OldRecord[] } | { readonly problem: string } {
  const parsed = readXml(text.replace(/^\ufeff/, '').trim())
  if ('problem' in parsed) return parsed
  const { root } = parsed
  const cards = [...list(root['vcard']), ...list(field(root['vcards'], 'vcard'))]
  const old = list(field(root['services'], 'service'))
  const items = list(field(root['query'], 'item'))
  const records = [...cards.map(ofCard), ...old.map(ofService), ...items.map(ofItem)]
  return records.length > 0 ? { records } : { problem: 'no card, service or item in it' }
}

/** A value that may stand in several elements, or in one with attributes: the first text. */
function first(value: unknown): string {
  const one = Array.isArray(value) ? (value as unknown[])[0] : value
  return typeof one === 'string' ? one : textOf(one, '#text')
}
const inside = (card: unknown, outer: string, inner: string): string => {
  const part = field(card, outer)
  return first(field(Array.isArray(part) ? (part as unknown[])[0] : part, inner))
}
const bare = (uri: string, scheme: string): string =>
  uri.toLowerCase().startsWith(scheme) ? uri.slice(scheme.length) : ''

function ofCard(card: unknown): OldRecord {
  const registration = inside(card, 'registration', 'uri')
  const [latitude = '', longitude = ''] = bare(inside(card, 'geo', 'uri'), 'geo:').split(/[,;]/)
  return {
    domain: inside(card, 'fn', 'text'),
    website: inside(card, 'url', 'uri'),
    description: inside(card, 'note', 'text'),
    registration: /^https?:/i.test(registration) ? registration : '',
    founded: inside(card, 'bday', 'date').slice(0, 4),
    country: inside(card, 'adr', 'country'),
    certificateAuthority: inside(card, 'ca', 'name'),
    serverSoftware: first(field(card, 'name')),
    'admin.jid': jidOf(inside(card, 'impp', 'uri')),
    'admin.email': inside(card, 'email', 'text'),
    latitude,
    longitude,
  }
}
function ofService(one: unknown): OldRecord {
  const admin = field(one, 'admin')
  return {
    domain: textOf(one, 'domain'),
    website: textOf(one, 'website'),
    description: textOf(one, 'desc'),
    founded: textOf(one, 'year'),
    country: textOf(one, 'country'),
    certificateAuthority: first(field(one, 'ca')),
    serverSoftware: first(field(one, 'server')),
    'admin.name': first(admin),
    'admin.jid': jidOf(textOf(admin, '@uri')),
    latitude: textOf(one, 'lat'),
    longitude: textOf(one, 'lon'),
  }
}
const ofItem = (one: unknown): OldRecord => ({
  domain: textOf(one, '@jid'),
  website: textOf(one, 'homepage'),
  description: textOf(one, 'description'),
  serverSoftware: textOf(one, 'server-software'),
  'admin.jid': jidOf(textOf(one, 'primary-admin')),
  latitude: textOf(one, 'latitude'),
  longitude: textOf(one, 'longitude'),
})

function service(file: string, record: OldRecord): ImportedService | undefined {
  const values: Partial<Record<Asked, unknown>> = {}
  const problems: Problem[] = []
  for (const [asked, raw] of Object.entries(record) as [Asked, string][]) {
    const value = read(asked, raw)
    if (value.is === 'value') Object.assign(values, value.values)
    else if (value.is === 'wrong')
      problems.push({ field: value.field, code: value.code, value: raw, line: 0 })
  }
  const { latitude, longitude, ...rest } = values
  const placed =
    typeof latitude === 'number' && typeof longitude === 'number' ? { location: { latitude, longitude } } : {}
  const claims = { ...rest, ...placed } as Claims
  return claims.domain && { file, domain: claims.domain, claims, problems }
}
