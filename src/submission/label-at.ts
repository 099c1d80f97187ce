import { read } from './field-values.ts'
import { parseCoordinates } from '../values/coordinates.ts'
import { isBlank, isElsewhere, labelled, loosely, plain, type Asked } from './labels.ts'
import { afterthought, changes, isAuthority, meant, notHis, preface, says, uses } from './prose-words.ts'
import { remember } from './remember.ts'
import { isSoftware } from './software.ts'

/** A label found in a line and what stands behind it. `sure`: the label is a name as it stands; `guess`: it is none of ours, but must mean this. */
export type Spot = {
  readonly asked: Asked
  readonly sure: boolean
  readonly rest: string
  readonly guess?: true
}

export const bullet = /^\s*(?:[-*+•·‣▪●○◦–—o§]\s+|\d{1,2}\s*[.)\]]\s+|\(\d{1,2}\)\s+|[a-z]\)\s+|#{1,6}\s+)?/u
/** The same before a value, where numbers may be the value's own: `(02) 9876 5432`. */
export const valueBullet = /^\s*(?:(?:[-*+•·‣▪●○◦–—:：]|[-=]*>|[→⇒»↳└])\s+)?/u
/** Whose values show by themselves that they are what the word in front says. */
export const telling: readonly Asked[] = [
  'domain',
  'website',
  'admin.email',
  'admin.jid',
  'admin.phone',
  'location',
  'latitude',
  'longitude',
  'directTlsPort',
  'registration',
]

/**
 * A label at the beginning of a line and what stands behind it; undefined when the line begins with none that we know.
 * `inForm`: other lines are labelled beyond doubt.
 */
export function labelAt(text: string, inForm = false): Spot | undefined {
  return text.length > 4000 ? undefined : inForm ? inForms(text) : outside(text)
}
const outside = remember((text) => lookedUp(text, false))
const inForms = remember((text) => lookedUp(text, true))
function lookedUp(text: string, inForm: boolean): Spot | undefined {
  const bare = unboxed(text).replace(bullet, '').replace(asks, '')
  return (
    byColon(bare, inForm) ??
    byBracket(bare, inForm) ??
    byColumn(bare) ??
    byDash(bare, inForm) ??
    byQuestion(bare) ??
    byElement(bare) ??
    byWord(bare, bare !== text.trim())
  )
}

/** `| Domain: im.example.org |`: a box drawn around the lines; `3 | Website | …`: a column that only counts them. */
const unboxed = (text: string): string =>
  (/^\s*[|│║]([^|│║]*)[|│║]\s*$/u.exec(text)?.[1]?.trim() ?? text).replace(
    /^\s*(?:[|│]\s*)?\d{1,2}[.)]?\s*[|│]\s*(?=[^|│]+[|│])/u,
    '',
  )
const asks = /^(?:q|f|question|frage|вопрос|问|質問)\s?\d{0,2}\s*[:.)：]\s+/iu
/** What stands before an answer under its question. */
export const answersIt =
  /^\s*(?:a|r|answer|antwort|réponse|respuesta|risposta|ответ|答|回答)\s?\d{0,2}\s*[:：]\s+/iu

function byColon(text: string, inForm: boolean): Spot | undefined {
  const [, , label, rest = ''] =
    /^(\*{1,2}|_{1,2}|`)?([^:：=|\t]{1,110}?)\1?\s*(?::=|[:：](?!\/\/)|=>?)(?:\1)?\s*(.*)$/su.exec(text) ?? []
  const found = label === undefined ? undefined : (oneOrMore(label) ?? (inForm ? guess(label) : undefined))
  return found === undefined ? undefined : { ...found, rest: rest.replace(/^\*{1,2}\s+/, '').trim() }
}
function guess(label: string): Omit<Spot, 'rest'> | undefined {
  const asked = loosely(label)
  return asked === undefined ? undefined : { asked, sure: false, guess: true }
}
/** `[Domain] im.example.org`, `<Domain> im.example.org`, `**Domain** im.example.org` */
function byBracket(text: string, inForm: boolean): Spot | undefined {
  const [, label = '', rest = ''] =
    /^\[([^[\]]{2,80})\]\s+(\S.*)$/s.exec(text) ??
    /^<(?!\d)([^<>@:]{2,80})>\s+(\S.*)$/s.exec(text) ??
    /^(?:\*{1,2}|__)([^*_]{2,80})(?:\*{1,2}|__)\s+(\S.*)$/s.exec(text) ??
    []
  const found = labelled(label)
  if (found !== undefined) return { ...found, rest }
  const maybe = inForm && label !== '' ? guess(label) : undefined
  return maybe === undefined ? undefined : { ...maybe, rest }
}
function byColumn(text: string): Spot | undefined {
  const [, label, rest = ''] = /^\|?\s*([^|\t]{1,110}?)\s*[|\t]\s*\t*([^|\t]*?)\s*\|?\s*$/su.exec(text) ?? []
  const found = label === undefined ? undefined : oneOrMore(label.replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1'))
  return found === undefined ? undefined : { ...found, rest }
}
/** A dash, an arrow, dots or a gap separate only behind a name that we know as it stands, or in a form. */
function byDash(text: string, inForm: boolean): Spot | undefined {
  const [, label, rest = ''] =
    /^(\S.{0,60}?)(?:\s+(?:--?|[–—→])\s+|\s*[-=]>\s*|\s*→\s*|\s*(?:\.{3,}|…+|_{3,})\s*|\s{2,}|\t+|\s+(?=\[[^[\]]*\]\s*$))(\S.*)$/su.exec(
      text,
    ) ?? []
  const found = label === undefined ? undefined : oneOrMore(label)
  return (found?.sure === true || (inForm && found !== undefined)) && !/^[a-z]$/.test(plain(label ?? ''))
    ? { ...found, rest }
    : undefined
}
function byQuestion(text: string): Spot | undefined {
  const [, label, rest = ''] = /^(.{1,110}?)[?？]\s*(.*)$/su.exec(text) ?? []
  const found = label === undefined ? undefined : labelled(label)
  return found === undefined ? undefined : { ...found, rest }
}
/** `<domain>im.example.org</domain>` outside any card. */
function byElement(text: string): Spot | undefined {
  const [, label, rest = ''] = /^<([\w-]{1,40})>([^<>]*)<\/\1>\s*$/.exec(text) ?? []
  const found = label === undefined ? undefined : labelled(label)
  return found === undefined ? undefined : { ...found, rest }
}
/**
 * `Website https://…` and `My phone number is +49 …`: no separator, so the value must be whole and of its kind. Not in a
 * list: `- website is https://…` is how our own letters say what is known.
 */
function byWord(text: string, listed: boolean): Spot | undefined {
  if (text.length > 200) return undefined
  const told = listed ? undefined : bySentence(text)
  if (told !== undefined) return told
  const words = text.trim().split(/\s+/)
  for (let count = Math.min(5, words.length - 1); count > 0; count--) {
    const rest = words.slice(count).join(' ').replace(/[.!]$/, '')
    const found = labelled(words.slice(0, count).join(' '))
    if (found?.sure === true && isTold(found.asked, rest)) return { ...found, rest }
  }
  return undefined
}
/** `Sorry, the right port should be 5270, not 5223.`: a label, a verb, a value, and nothing else that could be one. */
function bySentence(text: string): Spot | undefined {
  const bare = text.replace(preface, '')
  const asks = /[?？]\s*$/u.test(bare) // to change it, perhaps; it tells nothing
  for (const form of asks ? [changes] : [says, changes, uses]) {
    const { label = '', value = '' } = form.exec(bare)?.groups ?? {}
    const found = label === '' || notHis.test(label) ? undefined : labelled(label)
    const rest = value
      .replace(meant, '')
      .replace(/^(?:von|from|by|de|da|od|van|от|від)\s/iu, '')
      .replace(afterthought, '')
      .replace(asks ? /\s*[?？]+$/ : /[.!,]+$/, '')
    if (found !== undefined && (isTold(found.asked, rest) || isNamed[found.asked]?.(rest) === true))
      return { ...found, rest }
  }
  return undefined
}
const isTold = (asked: Asked, rest: string): boolean =>
  telling.includes(asked) &&
  rest !== '' &&
  !isBlank(rest) &&
  !verb.test(rest) &&
  read(asked, rest).is === 'value'
/** What only a verb can tell apart from other words. */
const isNamed: { readonly [A in Asked]?: (raw: string) => boolean } = {
  serverSoftware: isSoftware,
  certificateAuthority: (raw) => /^[\p{L}\p{N} .'’&-]{2,40}$/u.test(raw) && isAuthority(raw.slice(0, 12)),
  description: (raw) => /^["“„«].{10,}["”“»]$/u.test(raw),
  country: (raw) => /^\p{Lu}/u.test(raw) && read('country', raw).is === 'value',
}
const verb = /^(?:is|are|ist|sind|lautet|est|es|è|é|to|jest|je)\s/iu

/** One name, or several for one thing in two languages (`CA / Zertifizierungsstelle`), or the two halves of a place. */
function oneOrMore(label: string): Omit<Spot, 'rest'> | undefined {
  // `service.location.lat`
  const keys = /^[\w-]+(?:\.[\w-]+)+$/.test(label) ? label.split('.') : []
  for (let from = Math.max(0, keys.length - 2); from < keys.length; from++) {
    const found = labelled(keys.slice(from).join(' ').replaceAll(/[_-]/g, ' '))
    if (found !== undefined) return found
  }
  const each = /[/|&+]/.test(label) ? label.split(/\s*[/|&+]\s*/).map((part) => labelled(part)) : []
  const parts = each.map((part) => part?.asked)
  const [first] = parts
  const agree = first !== undefined && parts.every((part) => part === first)
  if (agree && each.every((part) => part?.sure === true)) return { asked: first, sure: true }
  const direct = labelled(label) ?? labelled(label.replace(/^\s*[[({<](.*)[\])}>]\s*$/, '$1'))
  if (direct !== undefined) return direct
  if (agree) return { asked: first, sure: false }
  if (first === undefined || parts.includes(undefined)) return undefined
  if (parts.every((part) => part === 'latitude' || part === 'longitude'))
    return { asked: 'location', sure: false }
  // `Name / JID` names no email: an address there would be taken for one.
  const persons = parts.every((part) => part?.startsWith('admin') === true)
  return persons && (parts.includes('admin.email') || !parts.includes('admin.jid'))
    ? { asked: 'admin', sure: false }
    : undefined
}

/**
 * In a form: a label that holds one word of ours among others, when the value shows by itself that it is what the word
 * says: an authority or a program by its name, a JID, a place.
 */
export function guessAt(text: string): Omit<Spot, 'sure'> | undefined {
  const [, label = '', rest = ''] =
    text.length > 400
      ? []
      : (/^\|?\s*([^:：=|]{2,80}?)\s*(?:[:：=](?!\/\/)|\|)\s*(.*?)\s*\|?$/su.exec(text.replace(bullet, '')) ??
        [])
  const known = labelled(label)
  // What the label seems to ask for may not be what stands there: `Server at: -33.87, 151.21`.
  const misfit = known?.sure === false && telling.includes(known.asked) && !isValue(known.asked)(rest)
  if (rest === '' || isBlank(rest) || (known !== undefined && !misfit) || isElsewhere(label)) return undefined
  const asked = hints.find(([hint, , fits]) => hint.test(label) && fits(rest))?.[1]
  return asked === undefined ? undefined : { asked, rest: rest.replace(/^\*{1,2}\s+/, '') }
}
const isValue = (asked: Asked) => (raw: string) => read(asked, raw).is === 'value'
const hints: readonly (readonly [RegExp, Asked, (raw: string) => boolean])[] = [
  [/^(?:direct[\s-]?)?(?:tls|ssl)$/i, 'directTlsPort', isValue('directTlsPort')],
  [/cert|tls|ssl|zertifik|сертиф|证书|憑證|証明書|\bCA\b/i, 'certificateAuthority', (raw) => raw.length < 60 && isAuthority(raw.slice(0, 16))],
  [/soft|server|program|logiciel|сервер|софт|软件|軟體|ソフト/i, 'serverSoftware', isSoftware],
  [/(?:tls|ssl).*(?:p[ou][eo]?rt|порт|端口|埠|ポート)|(?:p[ou][eo]?rt|порт).*(?:tls|ssl)/i, 'directTlsPort', isValue('directTlsPort')],
  [/jabber|xmpp|\bjid\b/i, 'admin.jid', isValue('admin.jid')],
  [/./, 'location', (raw) => /\d[.,]\d{2}/.test(raw) && 'at' in parseCoordinates(raw)],
] // prettier-ignore
