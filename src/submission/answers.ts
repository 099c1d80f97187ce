import { isBlank, labelled, plain, type Asked } from './labels.ts'

/** A line to be read. `own`: of the author; others only ever ask, and what he wrote under them answers. */
export type FormLine = { readonly number: number; readonly text: string; readonly own: boolean }
/** What stands behind one label; wrapped lines are one answer. `sure`: the label is a name as it stands, the value can be read one way. */
export type Answer = {
  readonly asked: Asked
  readonly raw: string
  readonly line: number
  readonly sure: boolean
}
type Spot = { readonly asked: Asked; readonly sure: boolean; readonly rest: string }

const bullet = /^\s*(?:[-*+•·‣▪●○◦–—]\s+|\d{1,2}\s*[.)\]]\s+|\(\d{1,2}\)\s+|[a-z]\)\s+|#{1,6}\s+)?/u
const rule = /^\s*[-=_*#~]{3,}\s*$/
const closing =
  /^\s*(?:thanks?\b|thank you|many thanks|regards|(?:best|kind|warm|with) (?:regards|wishes)|cheers|sincerely|yours|best,?$|greetings|viele grüße|mit freundlichen|freundliche|grüße|gruß|mfg|danke|vielen dank|merci|cordialement|bien à vous|saludos|gracias|un saludo|grazie|cordiali|saluti|obrigad|atenciosamente|abraço|bedankt|groet|met vriendelijke|pozdrawiam|dziękuj|pozdrav|s pozdravem|děkuj|спасибо|с уважением|дякую|з повагою|谢谢|此致|よろしく|敬具|-- ?$)/iu
const running: readonly Asked[] = [
  'description',
  'certificateAuthority',
  'serverSoftware',
  'admin.name',
  'admin',
]

/**
 * Labelled values among the lines, in order: `Key: value`, `Key = value`, `key: [value]`, bullets, bold, two columns,
 * the value on the next line, a question and its answer.
 */
export function answers(given: readonly FormLine[]): Answer[] {
  const found: Answer[] = []
  const lines = given.flatMap(apart)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    const spot =
      line === undefined ? undefined : labelAt(line.own ? line.text : line.text.replace(/^[\s>|]+/, ''))
    if (line === undefined || spot === undefined) continue
    const { asked } = spot
    const start = isBlank(spot.rest) ? nextValue(lines, at, spot) : line.own ? at : undefined
    if (start === undefined) {
      if (line.own) found.push({ asked, sure: true, raw: spot.rest, line: line.number })
      continue
    }
    const more = continued(asked, lines, start)
    const first = start === at ? spot.rest : (lines[start]?.text.replace(bullet, '').trim() ?? '')
    found.push({
      asked,
      sure: true,
      raw: [first, ...more.map(({ text }) => text.trim())].join(asked === 'admin' ? ', ' : ' '),
      line: lines[start]?.number ?? line.number,
    })
    at = start + more.length
  }
  return found
}

/** `Domain: a; Website: b` and `Latitude: 1 Longitude: 2`: several on one line. A description keeps what stands in it. */
function apart(line: FormLine): FormLine[] {
  const first = line.own && line.text.length < 1000 ? labelAt(line.text) : undefined
  if (first === undefined || first.asked === 'description' || first.asked === 'admin') return [line]
  const cuts = [
    ...line.text.matchAll(/(?:\s*[;|]\s*|,\s+|\s+)(?=((?:[\p{L}-]+ ){0,3}[\p{L}-]+)\s*[:=]\s)/gu),
  ].filter(([mark, label = '']) => {
    const next = labelled(label)
    return (
      next?.sure === true &&
      next.asked !== first.asked &&
      (/[;|]/.test(mark) ||
        next.asked === 'longitude' ||
        (/,/.test(mark) && first.asked !== 'certificateAuthority'))
    )
  })
  const ends = [...cuts.map(({ index }) => index), line.text.length]
  return ends.map((end, at) => ({
    ...line,
    text: line.text.slice(at === 0 ? 0 : (ends[at - 1] ?? 0), end).replace(at === 0 ? /^$/ : /^[\s;|,]+/, ''),
  }))
}

/**
 * A label alone on its line and the value on the next, as headings in HTML come out. Any word may stand alone on a line,
 * so only names that we know as they stand, each with a value of its kind under it, and at least three of them, count.
 */
export function headed(lines: readonly FormLine[], fits: (asked: Asked, raw: string) => boolean): Answer[] {
  const found: Answer[] = []
  for (let at = 0; at + 1 < lines.length; at++) {
    const line = lines[at]
    const heading =
      line?.own === true && line.text.length < 80 ? labelled(line.text.replace(bullet, '')) : undefined
    const below = lines[lines[at + 1]?.text.trim() === '' ? at + 2 : at + 1]
    if (
      heading?.sure !== true ||
      below?.own !== true ||
      below.text.trim() === '' ||
      labelled(below.text)?.sure === true
    )
      continue
    const raw = below.text.replace(bullet, '').trim()
    if (fits(heading.asked, raw)) found.push({ asked: heading.asked, raw, line: below.number, sure: true })
  }
  return new Set(found.map(({ asked }) => asked)).size >= 3 ? found : []
}

/** A label at the beginning of a line and what stands behind it; undefined when the line begins with none that we know. */
export function labelAt(text: string): Spot | undefined {
  if (text.length > 4000) return undefined
  const bare = text.replace(bullet, '')
  const [, , label, rest] =
    /^(\*{1,2}|_{1,2}|`)?([^:：=|\t]{1,110}?)\1?\s*(?:[:：](?!\/\/)|=)(?:\1)?\s*(.*)$/su.exec(bare) ?? []
  const colon = label === undefined ? undefined : labelled(label)
  if (colon !== undefined) return { ...colon, rest: (rest ?? '').replace(/^\*{1,2}\s+/, '').trim() }
  const [, name, value] = /^\|?\s*([^|\t]{1,110}?)\s*[|\t]\s*\t*([^|\t]*?)\s*\|?\s*$/su.exec(bare) ?? []
  const column = name === undefined ? undefined : labelled(name.replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1'))
  if (column !== undefined) return { ...column, rest: value ?? '' }
  // A dash, an arrow or a gap separates only behind a name that we know as it stands.
  const [, before, after] =
    /^(\S.{0,60}?)(?:\s+[-–—→]\s+|\s*[-=]>\s*|\s*→\s*|\s{2,}|\t+)(\S.*)$/su.exec(bare) ?? []
  const dashed = before === undefined ? undefined : labelled(before)
  if (dashed?.sure === true && plain(before ?? '').length > 1) return { ...dashed, rest: after ?? '' }
  const [, question, answer] = /^(.{3,110}?)[?？]\s*(.*)$/su.exec(bare) ?? []
  const asked = question === undefined ? undefined : labelled(question)
  return asked === undefined ? undefined : { ...asked, rest: answer ?? '' }
}

/** Lines that go on with a value, wrapped by hand or by program. Only a description runs over any line; the rest where the next word had no room. */
function continued(asked: Asked, lines: readonly FormLine[], at: number): readonly FormLine[] {
  const more: FormLine[] = []
  if (!running.includes(asked)) return more
  let last = lines[at]?.text ?? ''
  for (const line of lines.slice(at + 1, at + 60)) {
    const stops = labelAt(line.text) !== undefined || closing.test(line.text) || rule.test(line.text)
    if (!line.own || line.text.trim() === '' || stops) break
    const listed = bullet.exec(line.text)?.[0].trim() !== ''
    const word = line.text.trim().split(' ')[0] ?? ''
    const wraps = /^\s{2,}\S/.test(line.text) || last.length + word.length + 1 > 62
    if (asked === 'description' ? listed && more.length === 0 && !/:\s*$/.test(last) : listed || !wraps) break
    more.push(line)
    last = line.text
  }
  return more
}
/** The value under a label that stands alone: the author's next line that is no label, at most one empty line away. */
function nextValue(lines: readonly FormLine[], at: number, spot: Spot): number | undefined {
  if (!/^[\s.…_\-[\](){}<>*]*$/u.test(spot.rest)) return undefined // `n/a` is an answer
  let empty = 0
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next]
    if (line === undefined) return undefined
    if (/^[\s>]*$/.test(line.text)) {
      if (++empty > 1) return undefined
      continue
    }
    return line.own && labelAt(line.text) === undefined && !closing.test(line.text) && !rule.test(line.text)
      ? next
      : undefined
  }
  return undefined
}
