import { parseCoordinates, parseDegrees } from '../values/coordinates.ts'
import { countryOfDomain, parseCountry } from '../values/country.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'
import { email, jid, undotted, web } from './address-values.ts'
import { isBlank, type Asked } from './labels.ts'
import { person, type Help } from './person.ts'
import { isPlaceholder } from './placeholder.ts'
import { isSoftware } from './software.ts'
import type { Field } from './submission.ts'
import { linkText, single, tidy, value, withoutNote, wrong, type Value } from './value.ts'

const telling: readonly Asked[] = [
  'directTlsPort',
  'admin.phone',
  'latitude',
  'longitude',
  'location',
  'founded',
]
/** One answer to what it means. `raw` is what stands behind the label, lines joined. */
export function read(asked: Asked, raw: string, help: Help = {}): Value {
  // Digits as East Asian keyboards give them.
  const text = tidy(telling.includes(asked) ? raw.normalize('NFKC') : raw)
  // NO is Norway and NA is Namibia.
  if (isBlank(text) && !(asked === 'country' && /^[A-Z]{2}$/.test(text))) return { is: 'blank' }
  const field: Field =
    asked === 'latitude' || asked === 'longitude' ? 'location' : asked === 'admin' ? 'admin.name' : asked
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text))
    return wrong(field, 'not-plain-text')
  if (isPlaceholder(text, asked, /^\s*[<[{(]/.test(raw))) return { is: 'blank' }
  switch (asked) {
    case 'domain':
      return domain(text)
    case 'certificateAuthority':
    case 'serverSoftware':
      return words(asked, linkText(text), 200)
    case 'description':
      return words(asked, text, 2000)
    case 'admin.name':
      // `Contact person: Jane, jane@…, +49 …` gives more than a name.
      return /[\s,;<]/.test(text) && /@\S|(?:\d[\s()/.-]?){6}/.test(text)
        ? administrator(text, help)
        : name(linkText(text))
    case 'directTlsPort':
      return port(text)
    case 'website':
    case 'registration':
      return web(asked, text)
    case 'admin.email':
      return email(text)
    case 'admin.jid':
      return jid(text)
    case 'admin.phone':
      return phone(text, help)
    case 'latitude':
    case 'longitude':
      return degrees(asked, text)
    case 'location':
      return location(text)
    case 'country':
      return country(text)
    case 'founded':
      return year(text)
    case 'admin':
      return administrator(text, help)
  }
}

/** Whether a value is of the kind that is asked for: `Server` over a program too, and a telephone number of a country that is named elsewhere. */
export function fits(asked: Asked, raw: string): boolean {
  const found = read(asked, raw)
  return found.is === 'value' || isSoftware(raw) || (found.is === 'wrong' && found.code === 'no-country-code')
}
function words(
  field: 'certificateAuthority' | 'serverSoftware' | 'description',
  text: string,
  most: number,
): Value {
  const bare = text.replace(/\s*[;,]$/, '')
  if (bare === '') return { is: 'blank' }
  return bare.length > most ? wrong(field, 'too-long') : value(field, bare)
}
function domain(text: string): Value {
  const bare = single(text).replace(/\.$/, '')
  const plain = parseDomainName(undotted(bare))
  if (plain !== undefined) return value('domain', plain)
  const uri = /^(?:xmpp:|https?:\/\/)([^/?#@\s]+)\/?$/i.exec(bare)?.[1]
  const host = uri === undefined ? undefined : parseDomainName(uri.replace(/:\d+$/, ''))
  return host === undefined ? wrong('domain', 'not-a-domain-name') : value('domain', host, true)
}
/** Several domains in one answer; undefined when it is one, or when any of them is none. */
export function domains(raw: string): DomainName[] | undefined {
  const parts = tidy(raw)
    .split(/\s*[,;、，]\s*|\s+(?:and|und|et|y|e|en|i|a|и|та|&)\s+|\s*\/\s+|\s+/u)
    .filter((part) => part !== '' && !/^(?:and|und|et|y|e|en|i|a|и|та|&|\/)$/u.test(part))
  const found = parts.map((part) => parseDomainName(part.replace(/\.$/, '')))
  return found.length > 1 && found.every((one) => one !== undefined) ? [...new Set(found)] : undefined
}
function name(text: string): Value {
  const bare = text
    .replace(/[;,]$/, '')
    .replace(/^["'](.*)["']$/, '$1')
    .trim()
  return bare.length > 120 ? wrong('admin.name', 'too-long') : value('admin.name', bare)
}
function port(text: string): Value {
  const bare = withoutNote(text)
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\s*\/?\s*tcp$/i, '')
    .replace(/^(?:tcp|port)[\s/:]*/i, '')
  return /^\d{1,5}$/.test(bare) && Number(bare) > 0 && Number(bare) < 65_536
    ? value('directTlsPort', Number(bare))
    : wrong('directTlsPort', 'not-a-port')
}
function phone(text: string, help: Help): Value {
  const bare = single(text.replace(/^tel:/i, ''))
  const country = help.country ?? (help.domain === undefined ? undefined : countryOfDomain(help.domain))
  const found = parsePhoneNumber(bare, country)
  if (found !== undefined)
    return value('admin.phone', found, !isInternational(bare) && help.country === undefined)
  return wrong(
    'admin.phone',
    country === undefined && !isInternational(bare) && /^[\d\s()/.-]{6,25}$/.test(bare)
      ? 'no-country-code'
      : 'not-a-phone-number',
  )
}
function degrees(asked: 'latitude' | 'longitude', text: string): Value {
  const bare = withoutNote(text)
  const found = parseDegrees(bare, asked)
  if ('degrees' in found) return { is: 'value', values: { [asked]: found.degrees } }
  const both = parseCoordinates(bare)
  return 'at' in both && /^(?:geo:|https?:)/i.test(bare)
    ? value('location', both.at)
    : wrong('location', found.wrong)
}
function location(text: string): Value {
  const bare = linkText(withoutNote(text))
  const whole = parseCoordinates(linkText(text))
  const plain = 'at' in whole ? whole : parseCoordinates(bare)
  const inside = 'at' in plain ? plain : parseCoordinates(/\(([^()]*\d[^()]*)\)\s*$/.exec(text)?.[1] ?? '')
  const found = 'at' in inside ? inside : afterPlace(bare)
  const land = parseCountry(/(?:^|,\s*)([^,\d()]+?)\s*(?:$|[,(]?\s*[\d(-])/u.exec(bare)?.[1] ?? '')
  if ('at' in found)
    return { is: 'value', values: { location: found.at, ...(land !== undefined && { country: land }) } }
  const named = parseCountry(bare)
  if (named !== undefined) return value('country', named)
  return wrong('location', 'wrong' in plain ? plain.wrong : 'not-coordinates')
}
/** `Vienna, Austria: 48.2, 16.37`: a place's name in front of its coordinates. */
function afterPlace(text: string): ReturnType<typeof parseCoordinates> {
  const rest = /^[^\d°]*?[\p{L})][\s,:;–-]+((?:lat\w*\.?:?\s*|[NSns]\s*)?-?\d.*)$/u.exec(text)?.[1]
  return rest === undefined ? { wrong: 'not-coordinates' } : parseCoordinates(rest)
}
function country(given: string): Value {
  const text = given.replaceAll(/[\u{1f1e6}-\u{1f1ff}]/gu, '').trim()
  const found =
    parseCountry(text) ??
    parseCountry(withoutNote(text)) ??
    parseCountry(/\(([A-Za-z]{2,3})\)$/.exec(text)?.[1] ?? '')
  if (found !== undefined) return value('country', found)
  // `Berlin, Germany` is in one country, `Georgia, USA` names two.
  const named = new Set(
    text
      .split(/\s*[,(–]\s*|\s+-\s+/)
      .map((part) => parseCountry(part.replace(/\)$/, '')))
      .filter((one) => one !== undefined),
  )
  const [one] = named
  return one !== undefined && named.size === 1 && !text.includes('/')
    ? value('country', one)
    : wrong('country', 'not-a-country')
}
/** What makes a year another or none. */
const notYet =
  /^(?:not|before|after|until|about|around|circa|ca|c|probably|vor|nach|etwa|um|bis|nicht|avant|après|vers|antes|después|hacia|prima|dopo|verso|depois|cerca|voor|rond|przed|około|před|kolem|до|после|около|після|близько)(?![\p{L}\p{N}])/iu
function year(text: string): Value {
  if (notYet.test(text)) return wrong('founded', 'not-a-year')
  const bare = withoutNote(text)
    .replace(/^(?:since|in|seit|depuis|desde|dal|sinds|od|с|з|from)\s+/i, '')
    .replace(/\s*(?:г\.?|год|года|року|рік|р\.?|roku|年(?:\s*\d{1,2}月)?(?:\s*\d{1,2}日)?)$/u, '')
  const [, found] =
    /^(\d{4})(?:-\d\d(?:-\d\d)?)?$/.exec(bare) ??
    /^(?:\d{1,2}[./]\s?){0,2}(\d{4})$/.exec(bare) ??
    /^\d{1,2}(?:\.|st|nd|rd|th|er)?\s(?:(?:de|of)\s)?[\p{L}.]+\s(?:de\s)?(\d{4})$/u.exec(bare) ??
    /^(?:[\p{L}.]+\s)?(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(\d{4})$/u.exec(bare) ??
    []
  return found !== undefined && Number(found) >= 1990 && Number(found) < 2100
    ? value('founded', Number(found))
    : wrong('founded', 'not-a-year')
}
function administrator(text: string, help: Help): Value {
  const read = person(text.replace(/(?<=[\p{L}\d])\s*\(0\)/gu, ' (0)'), help)
  if (read === undefined)
    return /[@\d]/.test(text) || text.length > 120
      ? wrong('admin.name', 'ambiguous')
      : value('admin.name', text)
  return { is: 'value', values: read.found, ...(read.doubtful && { doubtful: true as const }) }
}
