import { Parser } from 'htmlparser2'
import type { Answer, FormLine } from './answers.ts'
import { labelled, type Asked } from './labels.ts'

/** `person`: a card of the administrator, not of the service. */
export type Card = {
  readonly answers: readonly Answer[]
  readonly lines: ReadonlySet<number>
  readonly person: boolean
}
const most = 100_000
const mostTries = 60 // beginnings of something that may be a card

/** Cards and data pasted into the text: vCard 3 and 4, vCard4 XML and the old lists' XML, JSON. `lines`: what they took up. */
export function cards(lines: readonly FormLine[]): Card[] {
  const own = lines.filter((line) => line.own)
  return [
    ...blocks(own, /^\s*BEGIN:VCARD\s*$/i, /^\s*END:VCARD\s*$/i, vcard),
    ...blocks(
      own,
      /<(?:vcards?|services?|query|item)\b[^>]*>/i,
      /<\/(?:vcards?|services?|query|item)>\s*$/i,
      xml,
    ),
    ...braces(own),
  ]
}
/** The same of an attachment. */
export function attachedCard(type: string, text: string): Card | undefined {
  const lines = text
    .slice(0, most)
    .split(/\r\n|\n|\r/)
    .map((one, at) => ({ number: at + 1, text: one, own: true }))
  const found = type.includes('json') ? json(lines) : type.includes('xml') ? xml(lines) : vcard(lines)
  return found === undefined
    ? undefined
    : { ...found, answers: found.answers.map((one) => ({ ...one, line: 0 })) }
}

function blocks(
  lines: readonly FormLine[],
  begin: RegExp,
  end: RegExp,
  parse: (lines: readonly FormLine[]) => Card | undefined,
): Card[] {
  const found: Card[] = []
  let tries = 0
  for (let at = 0; at < lines.length && tries < mostTries; at++) {
    if (!begin.test(lines[at]?.text ?? '')) continue
    tries++
    const tag = /<(\w+)/.exec(lines[at]?.text ?? '')?.[1]
    const closes = tag === undefined ? end : new RegExp(`</${tag}>`, 'i')
    const length = lines.slice(at, at + 3000).findIndex(({ text }) => closes.test(text))
    if (length === -1) continue
    const card = parse(lines.slice(at, at + length + 1))
    if (card !== undefined) found.push(card)
    at += length
  }
  return found
}
const numbers = (lines: readonly FormLine[]): ReadonlySet<number> =>
  new Set(lines.map(({ number }) => number))

/** RFC 6350 and its ancestors: unfolded, parameters and escapes undone. */
function vcard(lines: readonly FormLine[]): Card | undefined {
  const properties: { name: string; value: string; type: string; line: number }[] = []
  for (const { text, number } of lines) {
    const last = properties.at(-1)
    const soft = last !== undefined && last.type.includes('quoted-printable') && last.value.endsWith('=')
    if (last !== undefined && (soft || /^[ \t]/.test(text))) {
      last.value = soft ? last.value.slice(0, -1) + text.trim() : last.value + text.slice(1)
      continue
    }
    const [, name, parameters = '', value] = /^\s*(?:[\w-]+\.)?([\w-]+)((?:;[^:]*)?):(.*)$/s.exec(text) ?? []
    if (name !== undefined && value !== undefined)
      properties.push({ name: name.toUpperCase(), value, type: parameters.toLowerCase(), line: number })
  }
  if (!properties.some(({ name }) => name === 'FN' || name === 'N')) return undefined
  for (const one of properties) if (one.type.includes('quoted-printable')) one.value = unquoted(one.value)
  const clean = (value: string) => value.replaceAll(/\\n/gi, ' ').replaceAll(/\\(.)/g, '$1').trim()
  const full = clean(properties.find(({ name }) => name === 'FN')?.value ?? '')
  const kind = properties
    .find(({ name }) => name === 'KIND')
    ?.value.trim()
    .toLowerCase()
  const person = kind === undefined ? !/^[^\s@]+\.[^\s@]+$/.test(full) : kind === 'individual'
  const seen = new Set<Asked>()
  const answers = properties.flatMap(({ name, value, type, line }): Answer[] => {
    const asked = property(name, value, person)
    if (asked === undefined || (seen.has(asked) && !/pref/.test(type))) return []
    seen.add(asked)
    const raw =
      name === 'ADR' ? (value.split(';').at(-1) ?? '') : name === 'GEO' ? value.replace(';', ',') : value
    return [{ asked, raw: clean(raw), line, sure: true }]
  })
  return { answers: answers.filter(({ raw }) => raw !== ''), lines: numbers(lines), person }
}
/** vCard 2.1 has its letters in quoted-printable: UTF-8 where it is that, else as Outlook's West has them. */
function unquoted(value: string): string {
  const text = value.replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  try {
    const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return text
  }
}
function property(name: string, value: string, person: boolean): Asked | undefined {
  const same: Readonly<Record<string, Asked>> = {
    EMAIL: 'admin.email',
    TEL: 'admin.phone',
    'X-JABBER': 'admin.jid',
    'X-JID': 'admin.jid',
  }
  if (name === 'IMPP') return /^xmpp:/i.test(value) ? 'admin.jid' : undefined
  if (name in same) return same[name]
  if (person) return name === 'FN' ? 'admin.name' : name === 'GEO' ? 'location' : undefined
  const service: Readonly<Record<string, Asked>> = {
    FN: 'domain',
    URL: 'website',
    NOTE: 'description',
    GEO: 'location',
    BDAY: 'founded',
    ADR: 'country',
    'X-CA': 'certificateAuthority',
    CA: 'certificateAuthority',
    'X-SOFTWARE': 'serverSoftware',
    REGISTRATION: 'registration',
    'X-REGISTRATION': 'registration',
  }
  return service[name]
}

/** Elements by their path; what the vCard4 directory and the lists before it called things, else a label like any other. */
const elements: Readonly<Record<string, Asked>> = {
  'fn/text': 'domain', 'url/uri': 'website', 'note/text': 'description', 'registration/uri': 'registration', 'bday/date': 'founded', 'bday/text': 'founded', 'adr/country': 'country', 'ca/name': 'certificateAuthority',
  name: 'serverSoftware', 'impp/uri': 'admin.jid', 'geo/uri': 'location', 'email/text': 'admin.email', 'tel/uri': 'admin.phone', 'tel/text': 'admin.phone',
  homepage: 'website', 'server-software': 'serverSoftware', server: 'serverSoftware', desc: 'description', 'primary-admin': 'admin.jid', admin: 'admin.name', lat: 'latitude', lon: 'longitude', ca: 'certificateAuthority', year: 'founded',
} // prettier-ignore
const uris: Readonly<Record<string, Asked>> = { admin: 'admin.jid' }
function xml(lines: readonly FormLine[]): Card | undefined {
  const answers: Answer[] = []
  const path: string[] = []
  let text = ''
  const at = (value: string) =>
    lines.find((line) => line.text.includes(value.slice(0, 40)))?.number ?? lines[0]?.number ?? 0
  const add = (asked: Asked | undefined, raw: string) => {
    if (asked !== undefined && raw.trim() !== '')
      answers.push({ asked, raw: raw.trim(), line: at(raw.trim()), sure: true })
  }
  const parser = new Parser(
    {
      onopentag(name, given) {
        path.push(name.replace(/^.*:/, ''))
        text = ''
        if (given['uri'] !== undefined) add(uris[path.at(-1) ?? ''], given['uri'])
        if (name === 'item' && given['jid'] !== undefined) add('domain', given['jid'])
      },
      ontext: (more) => (text += text.length < 4000 ? more : ''),
      onclosetag() {
        const last = path.pop() ?? ''
        const parent = path.at(-1) ?? ''
        if (
          /^(?:parameters|tz|logo|lang|kind|pref|language-tag)$/.test(last) ||
          /^(?:tz|logo|lang|kind)$/.test(parent)
        )
          return
        const person = /^(?:admin|administrator|contact|operator|owner|person|maintainer)$/i.test(parent)
        if (person && text.trim() !== '') add(labelled(`admin ${last}`)?.asked, text)
        else if (!(last === 'jid' || text.trim() === ''))
          add(
            elements[`${parent}/${last}`] ??
              (['ca', 'fn', 'url', 'geo', 'impp', 'email', 'tel', 'note', 'bday'].includes(parent)
                ? undefined
                : (elements[last] ?? labelled(last)?.asked)),
            text,
          )
        text = ''
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(
    lines
      .map((line) => line.text)
      .join('\n')
      .slice(0, most),
  )
  // The old lists name a domain twice: as the item's JID and as an element.
  return answers.length === 0 ? undefined : { answers, lines: numbers(lines), person: false }
}

/** A JSON object or array that begins a line, up to where its brackets close. */
function braces(lines: readonly FormLine[]): Card[] {
  const found: Card[] = []
  let tries = 0
  for (let at = 0; at < lines.length && tries < mostTries; at++) {
    if (!/^\s*(?:[[{]\s*$|[[{]\s*["{[])/.test(lines[at]?.text ?? '')) continue
    tries++
    const length = closes(lines, at)
    const card = length === undefined ? undefined : json(lines.slice(at, at + length))
    if (card === undefined || length === undefined) continue
    found.push(card)
    at += length - 1
  }
  return found
}
/** How many lines a bracketed value takes, strings passed over; undefined when it does not close. */
function closes(lines: readonly FormLine[], start: number): number | undefined {
  let depth = 0
  let quoted = false
  for (let at = start; at < lines.length && at - start < 3000; at++) {
    for (const [mark] of (lines[at]?.text ?? '').matchAll(/\\.|["[\]{}]/g)) {
      if (mark === '"') quoted = !quoted
      else if (!quoted && (mark === '{' || mark === '[')) depth++
      else if (!quoted && (mark === '}' || mark === ']') && --depth === 0) return at - start + 1
    }
  }
  return undefined
}
function json(lines: readonly FormLine[]): Card | undefined {
  const text = lines
    .map((line) => line.text)
    .join('\n')
    .replace(/[,;]\s*$/, '')
  if (text.length > most) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const answers: Answer[] = []
  const walk = (node: unknown, within: string, depth: number) => {
    if (depth > 6 || answers.length > 2000 || typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const one of node) walk(one, within, depth + 1)
      return
    }
    const entries = Object.entries(node as Record<string, unknown>)
    // The domain first: it is what begins a service.
    const order = ([key]: readonly [string, unknown]) => (asked(key, within) === 'domain' ? 0 : 1)
    for (const [key, one] of entries.sort((a, b) => order(a) - order(b))) {
      if (typeof one === 'string' || typeof one === 'number') {
        const of = asked(key, within)
        if (of !== undefined)
          answers.push({
            asked: of,
            raw: String(one),
            line: lines.find((line) => line.text.includes(JSON.stringify(key)))?.number ?? 0,
            sure: true,
          })
      } else walk(one, key, depth + 1)
    }
  }
  walk(value, '', 0)
  return answers.length === 0 ? undefined : { answers, lines: numbers(lines), person: false }
}
/** `certificateAuthority` and `admin.name` as they are, anything else as a label. */
function asked(key: string, within: string): Asked | undefined {
  const apart = key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ')
  const inside = /^(?:admin|administrator|contact|operator)$/i.test(within)
    ? labelled(`admin ${apart}`)
    : undefined
  return (inside ?? labelled(apart))?.asked
}
