import { parseCoordinates, parseDegrees } from '../values/coordinates.ts'
import { countryOfDomain, parseCountry } from '../values/country.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { parseEmailAddress } from '../values/email-address.ts'
import { parseJid } from '../values/jid.ts'
import type { DomainName } from '../values/names.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'
import { parseWebAddress } from '../values/web-address.ts'
import { isBlank, labelled, type Asked } from './labels.ts'
import { person, type Help } from './person.ts'
import { isSoftware } from './software.ts'
import type { Field, Fields, ProblemCode } from './submission.ts'

/** What one answer comes to. `blank`: the question was left open. */
export type Value =
  | { readonly is: 'value'; readonly values: Partial<Record<Asked, unknown>>; readonly doubtful?: true }
  | { readonly is: 'wrong'; readonly field: Field; readonly code: ProblemCode }
  | { readonly is: 'blank' }
const telling: readonly Asked[] = [
  'directTlsPort',
  'admin.phone',
  'latitude',
  'longitude',
  'location',
  'founded',
]
const wrong = (field: Field, code: ProblemCode): Value => ({ is: 'wrong', field, code })
const value = <F extends Field>(field: F, of: Fields[F], doubtful = false): Value => ({
  is: 'value',
  values: { [field]: of },
  ...(doubtful && { doubtful }),
})

/** White space folded, brackets of the template taken off, the marks of Markdown and of HTML turned into text too. */
export function tidy(raw: string): string {
  let text = raw
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replaceAll(/[\u200b\u2060\ufeff\u00ad]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  text = text
    .replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1')
    .replace(/^_(.*)_$/, '$1')
    .replace(/^`(.*)`$/, '$1')
  const inside =
    /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? /^"([^"]*)"$/.exec(text)?.[1] ?? /^“([^”]*)”$/.exec(text)?.[1]
  return (inside ?? text).trim()
}
/** An addition in brackets is a note: `5223 (also 443)`. */
const withoutNote = (text: string): string =>
  text
    .replace(/[,;]$/, '')
    .replace(/(?<=\S)\s*\([^()]*\)\s*$/, '')
    .replace(/[.,;]$/, '')
    .trim()
/** `Foo <https://foo.example/>` and `[Foo](https://…)`: what programs make of a link. */
const linkText = (text: string): string =>
  text
    .replaceAll(/\[([^[\]]+)\]\((?:https?|mailto|xmpp):[^()\s]*\)/g, '$1')
    .replaceAll(/(?<=\S)\s*<(?:https?:\/\/|mailto:|xmpp:|tel:)[^<>\s]*>/g, '')
    .trim()
/** The address of the link when text and target say the same thing. */
const single = (text: string): string =>
  withoutNote(linkText(text))
    .replace(/^<([^<>]*)>$/, '$1')
    .replace(/^(?:mailto|url):/i, '')
    .trim()

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
/** What templates hold for whoever fills them in: `user@yourdomain.tld`, `<your website>`, `insert your name here`, `[Domain]`. */
function isPlaceholder(text: string, asked: Asked, bracketed: boolean): boolean {
  if (text.length > 80) return false
  if (/^\S*[\p{L}\d]\.tld(?:[/:?]\S*)?$/iu.test(text)) return true
  if (
    /^(?:\S*[@./])?(?:your-?(?:own-?)?(?:domain|server|service|site|name)|my-?domain)\.(?:com|org|net|example)\S{0,40}$/i.test(
      text,
    )
  )
    return true
  const inside = /^[<[{(]+(.*?)[>\]})]+$/.exec(text)?.[1] ?? text
  const [, asks, rest = ''] = yours.exec(inside) ?? []
  const named = labelled(
    asks === undefined ? inside : rest.replace(/\s+(?:here|hier|ici|aquí|qui|aqui)$/i, ''),
  )
  return (
    named !== undefined &&
    (asks !== undefined || (bracketed && named.asked === asked && !/[.@]/.test(inside)))
  )
}
const yours =
  /^((?:(?:please |bitte )?(?:insert|enter|put|fill in|write|type|add|eintragen|einfügen|indiquer|insérez|introducir|inserire|inserir)\s+)?(?:the|your|my|dein\p{L}*|ihr\p{L}*|votre|su|tu|il tuo|la tua|seu|sua|uw|jouw|twój|twoja|váš|vaše|ваш\p{L}*|您的|你的|あなたの)|insert|enter|fill in)\s*(\S.*)$/iu
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
function web(field: 'website' | 'registration', text: string): Value {
  if (
    field === 'registration' &&
    /^(?:xmpp:.*|in-?band.*|ibr|xep-?0077.*|yes|ja|oui|sí|si|open|via client.*)$/i.test(text)
  )
    return { is: 'blank' } // in-band is measured, not claimed
  const parts =
    /^(\S+)\s*<(https?:\/\/[^<>\s]+)>$/i.exec(text) ?? /^\[(\S+)\]\((https?:\/\/[^()\s]+)\)$/i.exec(text)
  if (parts !== null) {
    const [said, linked] = [parseWebAddress(parts[1] ?? ''), parseWebAddress(parts[2] ?? '')]
    // A link that leads elsewhere than it says is two values.
    if (said !== undefined && linked !== undefined && new URL(said).hostname !== new URL(linked).hostname)
      return wrong(field, 'ambiguous')
  }
  // `our page <https://…>`: what HTML made of a link whose text is no address. Markdown has `[our page](https://…)`.
  const behind =
    /^[^.:/<>]{1,80}\s<(https?:\/\/[^<>\s]+)>$/i.exec(text)?.[1] ??
    /^\[[^.:/[\]]{1,80}\]\((https?:\/\/[^()\s]+)\)$/i.exec(text)?.[1]
  const bare = unwrapped(single(behind ?? text))
  const found = parseWebAddress(bare.replace(/[,;]$/, '')) ?? parseWebAddress(bare.replace(/\.$/, ''))
  return found === undefined ? wrong(field, 'not-a-web-address') : value(field, found)
}
/** Mail gateways put their own address in front of every link. */
function unwrapped(link: string): string {
  const [, target] =
    /^https?:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/?\?url=([^&\s]+)/i.exec(link) ??
    /^https?:\/\/urldefense(?:\.proofpoint)?\.com\/v3\/__(\S+?)__;/i.exec(link) ??
    []
  if (target === undefined) return link
  try {
    return decodeURIComponent(target)
  } catch {
    return link
  }
}
/** `jane@a.example <mailto:joe@b.example>`: a link that leads elsewhere than it says is two values. */
function leadsElsewhere(text: string): boolean {
  const [, said = '', linked = ''] =
    /^([^\s<>[\]]+@[^\s<>[\]]+)\s*<(?:mailto:|xmpp:)?([^<>\s?]+)[^<>]*>$/i.exec(text) ??
    /^\[([^\s[\]]+@[^\s[\]]+)\]\((?:mailto:|xmpp:)([^()\s?]+)[^()]*\)$/i.exec(text) ??
    []
  return said.replace(/^xmpp:/i, '').toLowerCase() !== linked.toLowerCase()
}
function email(text: string): Value {
  // `jo@NOSPAM.example.org` is no address before somebody has mended it.
  if (leadsElsewhere(text) || /no-?spam|remove-?(?:me|this)/i.test(text))
    return wrong('admin.email', 'ambiguous')
  const bare = /^.{0,100}<\s*(?:mailto:)?([^\s<>]+)\s*>$/.exec(withoutNote(text))?.[1] ?? single(text)
  const found = parseEmailAddress(bare.replace(/\.$/, '')) ?? parseEmailAddress(spelled(bare))
  return found === undefined ? wrong('admin.email', 'not-an-email-address') : value('admin.email', found)
}
function jid(text: string): Value {
  if (leadsElsewhere(text)) return wrong('admin.jid', 'ambiguous')
  const bare = /^.{0,100}<\s*(xmpp:[^\s<>]+)\s*>$/.exec(withoutNote(text))?.[1] ?? single(text)
  const found = parseJid(bare.replace(/\.$/, '')) ?? parseJid(spelled(bare))
  return found === undefined ? wrong('admin.jid', 'not-a-jid') : value('admin.jid', found)
}
/** `jane at example dot org`, `jane [at] example [dot] org`. */
function spelled(text: string): string {
  const at = text.replace(
    /\s*(?:\(at\)|\[at\]|\{at\}|<at>|\(a\)|\(@\)|\[@\]|(?<=\s)at(?=\s)|(?<=\w)_at_(?=\w))\s*/i,
    '@',
  )
  return undotted(at)
}
const undotted = (text: string): string =>
  text.replaceAll(
    /\s*(?:\(dot\)|\[dot\]|\[\.\]|\(\.\)|\{dot\}|<dot>|\(punkt\)|\[punkt\]|(?<=\s)(?:dot|punkt)(?=\s)|(?<=\w)_dot_(?=\w))\s*/gi,
    '.',
  )
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
function year(text: string): Value {
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
