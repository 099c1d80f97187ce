import { parseCoordinates, parseDegrees } from '../values/coordinates.ts'
import { countryOfDomain, parseCountry } from '../values/country.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { CountryCode, DomainName } from '../values/names.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'
import { email, jid, undotted, web } from './address-values.ts'
import { isBlank, type Asked } from './labels.ts'
import { person, type Help } from './person.ts'
import { isPlaceholder } from './placeholder.ts'
import { isSoftware } from './software.ts'
import type { Field } from './submission.ts'
import { authorities } from './prose-words.ts'
import { saysOf } from './sentence.ts'
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
      return degrees(asked, text, help)
    case 'location':
      return location(text, help)
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
  const bare = asided(field, text.replace(/\s*[;,]$/, ''))
  if (bare === '') return { is: 'blank' }
  return bare.length > most ? wrong(field, 'too-long') : value(field, bare)
}
/** `Let's Encrypt, what else.`: an aside, in small letters behind nothing but a name that we know. */
function asided(field: Field, text: string): string {
  if (field === 'description') return text
  const [, name = ''] = /^([^,]{2,40}),\s+\p{Ll}[\p{L}\s'’-]*[.!]?$/u.exec(text) ?? []
  const known = field === 'serverSoftware' ? isSoftware(name) : wholeAuthority.test(name)
  return known ? name : text
}
const wholeAuthority = new RegExp(`^(?:${authorities})$`, 'i')
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
/** `yo misma, Nerea Goikoetxea`, `Wolfgang Esterhaus, also ich.` */
const self =
  /^(?:it['’]s )?(?:me|myself|i|also ich|ich|ich selbst|moi|moi-même|yo|yo mism[oa]|io|io stess[oa]|eu|eu mesm[oa]|ik|ikzelf|ja|já|я|сам|сама)[.!]?$|,\s*(?:that['’]s me|me|myself|also ich|ich|ich selbst|moi|moi-même|yo mism[oa]|io stess[oa]|eu mesm[oa]|ikzelf)[.!]?$|^(?:it['’]s me|me|myself|ich|ich selbst|moi|moi-même|yo mism[oa]|io stess[oa]|eu mesm[oa]|ikzelf),\s*/iu
function name(text: string): Value {
  const bare = text
    .replace(self, '')
    .replace(/(?<=\p{Ll})\.$/u, '')
    .replace(/[;,]$/, '')
    .replace(/^["'](.*)["']$/, '$1')
    .trim()
  return bare.length > 120 ? wrong('admin.name', 'too-long') : value('admin.name', bare)
}
function port(text: string): Value {
  const bare = withoutNote(text)
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\s*\/?\s*tcp$/i, '')
    .replace(
      /^(?:yes|ja|oui|sí|si|sim|sì|tak|ano|да|так|是|はい)\b[\s,;:.–-]*(?:(?:on|auf|sur|en|su|na|op)\s+)?/iu,
      '',
    )
    .replace(/^(?:tcp|port|puerto|porta|poort|порт|端口)[\s/:]*/iu, '')
  return /^\d{1,5}$/.test(bare) && Number(bare) > 0 && Number(bare) < 65_536
    ? value('directTlsPort', Number(bare))
    : wrong('directTlsPort', 'not-a-port')
}
function phone(text: string, help: Help): Value {
  const bare = single(text.replace(/^tel:/i, '')).replace(/(?<=\d)\.$/, '')
  // `(306) 955-0142 (Canada)`
  const named = countryIn(/\S\s*\(([^()\d]*)\)\s*$/.exec(text)?.[1] ?? '')
  const country =
    named ?? help.country ?? (help.domain === undefined ? undefined : countryOfDomain(help.domain))
  const found = parsePhoneNumber(bare, country)
  if (found !== undefined)
    return value('admin.phone', found, !isInternational(bare) && (named ?? help.country) === undefined)
  return wrong(
    'admin.phone',
    country === undefined && !isInternational(bare) && /^[\d\s()/.-]{6,25}$/.test(bare)
      ? 'no-country-code'
      : 'not-a-phone-number',
  )
}
function degrees(asked: 'latitude' | 'longitude', text: string, { o }: Help): Value {
  const bare = withoutNote(text)
  const found = parseDegrees(bare, asked, o)
  const byLetter = o !== undefined && 'wrong' in parseDegrees(bare, asked)
  if ('degrees' in found)
    return { is: 'value', values: { [asked]: found.degrees }, ...(byLetter && { doubtful: true as const }) }
  const both = parseCoordinates(bare)
  return 'at' in both && /^(?:geo:|https?:)/i.test(bare)
    ? value('location', both.at)
    : wrong('location', found.wrong)
}
function location(given: string, { o }: Help): Value {
  const text = given.replace(/^<([^<>]*)>$/, '$1')
  const bare = linkText(withoutNote(text))
  const whole = parseCoordinates(linkText(text), o)
  const plain = 'at' in whole ? whole : parseCoordinates(bare, o)
  const note = /\(([^()]*)\)[\s.]*$/.exec(text)?.[1] ?? ''
  const inside = 'at' in plain ? plain : parseCoordinates(note, o)
  const found = 'at' in inside ? inside : besidePlace(bare, o)
  const land = /^(?:geo:|https?:)/i.test(bare)
    ? undefined
    : (parseCountry(/(?:^|,\s*)([^,\d()]+?)\s*(?:$|[,;:(–-]?\s*[\d(-])/u.exec(bare)?.[1] ?? '') ??
      countryIn(note) ??
      countryIn(
        /(?:\p{L}{3}|\p{Lo}{2}|\b[A-Z]{2}$)[^\d]*$/u.exec(bare)?.[0].replace(/^[NSEW]\b[\s,;]*/, '') ?? '',
      ))
  if ('at' in found)
    return {
      is: 'value',
      values: { location: found.at, ...(land !== undefined && { country: land }) },
      ...(o !== undefined && /(?<!\p{L})O(?!\p{L})/iu.test(bare) && { doubtful: true as const }),
    }
  const named = parseCountry(bare) ?? (/\d/.test(bare) ? undefined : countryIn(bare))
  if (named !== undefined) return value('country', named)
  return wrong('location', 'wrong' in plain ? plain.wrong : 'not-coordinates')
}
/** `Vienna, Austria: 48.2, 16.37`: a place's name in front of its coordinates, or behind them; behind them a country's letters, too. */
function besidePlace(text: string, o: Help['o']): ReturnType<typeof parseCoordinates> {
  const whole = /^[^\d°]*?[\p{L})][\s,:;–-]+((?:lat\w*\.?:?\s*|[NSns]\s*)?-?\d.*)$/u.exec(text)?.[1] ?? text
  const found = parseCoordinates(whole, o)
  if ('at' in found) return found
  const [, pair, land] =
    /^(.*\d[\s°′″'"’”)]*\p{L}?)\s*(?:[,;:–-]\s*)?(?:(?:in|bei|near|à|en|em|w|v|в|у)\s)?(?:\p{Lu}\p{L}{2}[^\d]*|([A-Z]{2}|\p{Lo}{2,}))$/u.exec(
      whole,
    ) ?? []
  return pair === undefined || (land !== undefined && parseCountry(land) === undefined)
    ? { wrong: 'not-coordinates' }
    : parseCoordinates(pair, o)
}
/** The one country among the parts of a place: `Berlin, Germany` is in one, `Georgia, USA` names two. */
function countryIn(text: string): CountryCode | undefined {
  const named = new Set(
    text
      .split(/\s*[,(、，;/–]\s*|\s+-\s+/)
      .map((part) => parseCountry(part.replace(/[).]+$/, '')))
      .filter((one) => one !== undefined),
  )
  const [one] = named
  return named.size === 1 ? one : undefined
}
function country(given: string): Value {
  const text = given.replaceAll(/[\u{1f1e6}-\u{1f1ff}]/gu, '').trim()
  const found =
    parseCountry(text) ??
    parseCountry(withoutNote(text)) ??
    parseCountry(/\(([A-Za-z]{2,3})\)$/.exec(text)?.[1] ?? '')
  if (found !== undefined) return value('country', found)
  const one = text.includes('/') ? undefined : countryIn(text)
  return one === undefined ? wrong('country', 'not-a-country') : value('country', one)
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
  const short = text.slice(0, 500)
  const read = person(short.replace(/(?<=[\p{L}\d])\s*\(0\)/gu, ' (0)'), help)
  const values: Partial<Record<Asked, unknown>> = { ...read?.found }
  // `Jane Doe, JID jane@…, telephone +49 …. Mail goes to …`: a name first, and sentences behind it.
  const [first = ''] = text.split(/\s*[,;(]/)
  if (values['admin.name'] === undefined && fullName.test(first)) {
    values['admin.name'] = first
    for (const [asked, raw] of saysOf(text, { before: '', wished: true, author: '' })) {
      const one =
        asked.startsWith('admin.') && values[asked] === undefined ? readField(asked, raw, help) : undefined
      if (one?.is === 'value') Object.assign(values, one.values)
    }
  }
  if (Object.keys(values).length === 0)
    return /[@\d]/.test(text) || text.length > 120
      ? wrong('admin.name', 'ambiguous')
      : value('admin.name', text)
  return { is: 'value', values, ...((read?.doubtful ?? true) && { doubtful: true as const }) }
}
export const fullName = /^\p{Lu}[\p{L}'’.-]+(?:\s\p{L}{1,3})?(?:\s\p{Lu}[\p{L}'’.-]+){1,3}$/u
const readField = (asked: Asked, raw: string, help: Help): Value | undefined =>
  asked === 'admin.email'
    ? email(raw)
    : asked === 'admin.jid'
      ? jid(raw)
      : asked === 'admin.phone'
        ? phone(raw, help)
        : undefined
