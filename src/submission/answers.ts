import { answersIt, bullet, guessAt, labelAt, telling, valueBullet, type Spot } from './label-at.ts'
import { fits } from './field-values.ts'
import { isSoftware } from './software.ts'
import { closing } from './prose-words.ts'
import { saysOf } from './sentence.ts'
import { isBlank, labelled, loosely, type Asked } from './labels.ts'

/** A line to be read. `own`: of the author; others only ever ask, and what he wrote under them answers. */
export type FormLine = { readonly number: number; readonly text: string; readonly own: boolean }
/** What stands behind one label; wrapped lines are one answer. `sure`: the label is a name as it stands, the value can be read one way. */
export type Answer = {
  readonly asked: Asked
  readonly raw: string
  readonly line: number
  readonly sure: boolean
  /** Said in passing, in a sentence: it fills what is open and replaces nothing. */
  readonly told?: true
}

const rule = /^\s*[-=_*#~+|\u2500-\u257f]{3,}\s*$/u
const divided = /[:：=|\t→…]|\s[-–—]|\s{2,}\S|[>\])]/u
const running: readonly Asked[] = [
  'description',
  'certificateAuthority',
  'serverSoftware',
  'admin.name',
  'admin',
]

/**
 * Labelled values among the lines, in order: `Key: value`, `Key = value`, `key: [value]`, bullets, bold, two columns,
 * the value on the next line, a question and its answer. @param guessing labels that are not quite ours too, beside others
 */
export function answers(given: readonly FormLine[], guessing = true): Answer[] {
  const first = labels(given, false)
  if (!guessing) return first
  // Where many lines are labelled beyond doubt, the others are of the same form.
  if (new Set(first.map(({ asked }) => asked)).size < 3) return first
  // A line that no label explains: without one there is nothing to guess.
  if (!given.some(({ own, text }) => own && divided.test(text) && labelAt(text)?.sure !== true)) return first
  const all = labels(given, true)
  const sure = all.filter((one) => one.sure)
  // Words of a program, an authority or a person begin with a letter: `TLS versions: 1.2, 1.3` is none of them.
  const likely = ({ asked, raw }: Answer) =>
    fits(asked, raw) && (!running.includes(asked) || /^["'(*_`]*\p{L}/u.test(raw))
  const guessed = [...all.filter((one) => !one.sure && likely(one)), ...guesses(given)].filter(
    ({ asked }) => !sure.some((one) => speaksOf(one.asked, asked)),
  )
  return [
    ...sure,
    ...guessed.filter(({ asked }, at) => guessed.findIndex((one) => speaksOf(one.asked, asked)) === at),
  ]
}
function guesses(lines: readonly FormLine[]): Answer[] {
  return lines.flatMap(({ own, text, number }) => {
    const spot = own ? guessAt(text) : undefined
    return spot === undefined ? [] : [{ asked: spot.asked, raw: spot.rest, line: number, sure: false }]
  })
}
export const speaksOf = (one: Asked, asked: Asked): boolean =>
  one === asked ||
  (asked === 'location' && (one === 'latitude' || one === 'longitude')) ||
  (one === 'admin' && asked.startsWith('admin.'))

function labels(given: readonly FormLine[], inForm: boolean): Answer[] {
  const found: Answer[] = []
  const lines = given.flatMap(apart)
  // What stands under a greeting is a signature as much as an answer: it does not speak against what stands above.
  let greeted = 0
  const said = (asked: Asked) =>
    found.slice(0, greeted).some((one) => one.asked === asked && !isBlank(one.raw))
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line?.own === true && closing.test(line.text)) greeted = found.length
    const spot =
      line === undefined
        ? undefined
        : labelAt(line.own ? line.text : line.text.replace(/^[\s>|]+/, ''), inForm)
    if (line === undefined || spot === undefined) continue
    const { asked } = spot
    // `… from the GPS\nof my phone: 59°19'46"N`: words that only look like a label.
    const loose =
      !spot.sure &&
      telling.includes(asked) &&
      !isBlank(spot.rest) &&
      (!inForm || guessAt(line.text) !== undefined)
    if (
      said(asked) ||
      (/\s\S.*[?？]\s*$/u.test(spot.rest) && line.own && telling.includes(asked)) ||
      (loose && !fits(asked, spot.rest))
    )
      continue
    const start = isBlank(spot.rest) ? nextValue(lines, at, spot) : line.own ? at : undefined
    // Under a question that was left open something else may stand: a sentence, or another question with its answer.
    const under = start === undefined || start === at ? undefined : lines[start]?.text.trim()
    if (
      under !== undefined &&
      telling.includes(asked) &&
      (under.split(' ').length > 4 || otherLabel.test(under)) &&
      !fits(asked, under)
    )
      continue
    if (start === undefined) {
      if (line.own) found.push({ asked, sure: spot.guess !== true, raw: spot.rest, line: line.number })
      continue
    }
    const more = continued(asked, lines, start, start !== at, inForm)
    const first =
      start === at
        ? spot.rest
        : (lines[start]?.text.replace(valueBullet, '').replace(answersIt, '').trim() ?? '')
    found.push({
      asked,
      sure: spot.guess !== true,
      raw: [first, ...more.map(({ text }) => text.trim())].join(asked === 'admin' ? ', ' : ' '),
      line: lines[start]?.number ?? line.number,
    })
    at = start + more.length
  }
  return found
}

/** `Domain: a; Website: b` and `Latitude: 1 Longitude: 2`: several on one line. A description keeps what stands in it. */
function apart(line: FormLine): FormLine[] {
  const pairs =
    line.own && line.text.length < 2000 && line.text.split('=').length > 3
      ? (line.text.match(equals) ?? [])
      : []
  const all = pairs.join('').replaceAll(/\s/g, '').length >= line.text.replaceAll(/[\s,;]/g, '').length - 2
  if (all && pairs.length >= 3 && pairs.filter((one) => labelAt(one)?.sure === true).length >= 3)
    return pairs.map((text) => ({ ...line, text: text.replace(/^(.*?=)(["'])(.*)\2$/, '$1 $3') }))
  const first = line.own && line.text.length < 1000 ? labelAt(line.text) : undefined
  if (first === undefined) return sentences(line)
  if (first.asked === 'description' || first.asked === 'admin') return [line]
  // `my number: +49 30 901820. And the software …`
  const more = /[,.!]\s/.test(first.rest) && telling.includes(first.asked) && !fits(first.asked, first.rest)
  const [, value = '', after] =
    /^(.{3,80}?[\p{L}\p{N}/])[.!]\s+(?=\p{Lu})(.*)$/su.exec(more ? first.rest : '') ?? []
  const [, given = '', next] = /^([^,]{3,80}),\s+(.*)$/su.exec(more ? first.rest : '') ?? []
  // `JID: a@example.org, Telefon +49 …`: what follows the comma is something else when it says so.
  if (
    next !== undefined &&
    fits(first.asked, given) &&
    (labelAt(next) !== undefined || saysOf(next, { before: '', wished: false, author: '' }).length > 0)
  )
    return cutBefore(next, line)
  if (after !== undefined && fits(first.asked, value)) return cutBefore(after, line)
  const behind = line.text.search(/[:：=]/) // `Latitude and longitude: …` is one label
  const several = (line.text.match(/[:：=]\s/gu)?.length ?? 0) > 1
  const cuts = (several ? [...line.text.matchAll(nextPair)] : []).filter(
    ({ 1: mark = '', 2: label = '', index }) => {
      const next = labelled(label)
      return (
        index > behind &&
        next?.sure === true &&
        next.asked !== first.asked &&
        !speaksOf(next.asked, first.asked) &&
        (/[^\s,]|\s{2}/u.test(mark) ||
          next.asked === 'longitude' ||
          (mark.includes(',') && first.asked !== 'certificateAuthority'))
      )
    },
  )
  const ends = [...cuts.map(({ index }) => index), line.text.length]
  return ends.map((end, at) => ({
    ...line,
    text: line.text.slice(at === 0 ? 0 : (ends[at - 1] ?? 0), end).replace(at === 0 ? /^$/ : pairMark, ''),
  }))
}

/** The line in two, without the mark between them. @param end what it ends with */
const cutBefore = (end: string, line: FormLine): FormLine[] => [
  { ...line, text: line.text.slice(0, line.text.length - end.length).replace(/[,.!]\s+$/, '') },
  { ...line, text: end },
]

/** `domain=im.example.org ca="Let's Encrypt"` */
const equals = /(?<![^\s,;])[\p{L}\p{N}_.-]{1,30}=(?:"[^"]*"|'[^']*(?:'(?=\s|$))|[^\s"']\S*)/gu
/** What stands between two pairs on one line, when a label and its colon follow. */
const pairMark = /^(?:\s*[;|│•·‣▪/\\~»]+\s*|\s[–—-]+\s|\s*,\s+|\s+)/u
const nextPair =
  /(\s*[;|│•·‣▪/\\~»]+\s+|\s*[;|]|\s[–—-]+\s|,\s+|\s+)(?=((?:[\p{L}'’-]+ ){0,3}[\p{L}'’-]+)\s*[:：=]\s)/gu

/** `The domain is a. The website is b and the port is 5223.` */
const between =
  /(?<=[.;!])\s+(?=\p{Lu})|,?\s+(?:and|und|et|y|e|i|a|en)\s+(?=(?:the|our|my|its|der|die|das|unser|unsere|mein|meine|le|la|notre|mon|el|nuestro|mi|il|o|de|het)\s)/u
function sentences(line: FormLine): FormLine[] {
  const parts = line.own && line.text.length < 500 ? line.text.split(between) : []
  return parts.length > 1 && parts.some((part) => labelAt(part) !== undefined)
    ? parts.map((text) => ({ ...line, text }))
    : [line]
}

/**
 * A label alone on its line and the value on the next, as headings in HTML come out, or with a rule between. Any word may
 * stand alone on a line, so only names with a value of their kind under them count, and at least three that we know as they
 * stand or whose values show what they are.
 */
export function headed(lines: readonly FormLine[]): Answer[] {
  const found: Answer[] = []
  for (let at = 0; at + 1 < lines.length; at++) {
    const line = lines[at]
    const title = line?.own === true && line.text.length < 80 ? line.text.replace(bullet, '') : ''
    const asked = labelled(title)?.asked ?? (/[.!?。]$/u.test(title) ? undefined : loosely(title))
    if (asked === undefined) continue
    const heading = { asked, sure: labelled(title)?.sure === true }
    let under = at + 1
    while (under < at + 3 && /^\s*(?:[-=~_]{3,})?\s*$/.test(lines[under]?.text ?? '')) under++
    const below = lines[under]
    if (below?.own !== true || below.text.trim() === '' || labelled(below.text)?.sure === true) continue
    const wrapped = continued(heading.asked, lines, under, true, true)
    const next = wrapped.findIndex(({ text }) => labelled(text.replace(bullet, ''))?.sure === true)
    const more = (next === -1 ? wrapped : wrapped.slice(0, next)).map(({ text }) => text.trim())
    const raw = [below.text.replace(valueBullet, '').trim(), ...more].join(' ')
    if (!fits(heading.asked, raw)) continue
    // `Server` over a program asked for that.
    const program = heading.asked === 'domain' && isSoftware(raw)
    found.push({ ...heading, ...(program && { asked: 'serverSoftware' as const }), raw, line: below.number })
    at = under + more.length
  }
  const known = new Set(found.flatMap(({ asked, sure }) => (sure || telling.includes(asked) ? [asked] : [])))
  const meant = found.filter(
    (one) => one.sure || !found.some((other) => other.sure && speaksOf(other.asked, one.asked)),
  )
  return known.size >= 3 ? meant.map((one) => ({ ...one, sure: true })) : []
}

/** Lines that go on with a value, wrapped by hand or by program. Only a description runs over any line; the rest where the next word had no room. */
function continued(
  asked: Asked,
  lines: readonly FormLine[],
  at: number,
  below: boolean,
  inForm: boolean,
): readonly FormLine[] {
  const more: FormLine[] = []
  if (!running.includes(asked)) return more
  let last = lines[at]?.text ?? ''
  const isList = below && isListed(last)
  // Where the labels begin with a capital, a line that does not goes on.
  const title = lines.slice(Math.max(0, at - 2), at + 1).find(({ text }) => labelAt(text)?.asked === asked)
  const capitals = title !== undefined && /^[^\p{L}]*\p{Lu}/u.test(title.text)
  for (const line of lines.slice(at + 1, at + 60)) {
    const label = labelAt(line.text, inForm)
    // Under `Contact:` the lines are the person's, labelled or not.
    const person = asked === 'admin' && below && (label === undefined || label.asked.startsWith('admin'))
    const stops = (label !== undefined && !person) || closing.test(line.text) || rule.test(line.text)
    if (!line.own || line.text.trim() === '' || stops) break
    const listed = isListed(line.text)
    const word = line.text.trim().split(' ')[0] ?? ''
    const full = last.length + word.length + 1 > 62
    // A question that is none of ours; a line of running text that only looks like one begins with a small letter.
    const small = capitals && asked === 'description' && /^\s*\p{Ll}/u.test(line.text)
    if (!small && otherLabel.test(line.text) && (!full || (inForm && !/^[\s*_|+-]*\p{Ll}/u.test(line.text))))
      break
    const wraps = indent(line.text) > Math.max(1, indent(lines[at]?.text ?? '')) || full
    const begins = listed && more.length === 0 && !isList && !/:\s*$/.test(last)
    if (!person && (asked === 'description' ? begins : listed || !wraps)) break
    more.push(line)
    last = line.text
  }
  return more
}
const indent = (text: string): number => text.length - text.trimStart().length
const isListed = (text: string): boolean => bullet.exec(text)?.[0].trim() !== ''
const otherLabel =
  /^\s*(?:\[[ xX✓✔]?\]\s*)?(?:[^\p{L}\p{N}\s]{1,3}\s*)?[*_]{0,2}(?:[\p{L}\p{N}'’()./-]+ ){0,4}[\p{L}\p{N}'’()./-]+[*_]{0,2}\s*(?:[:：=](?!\/\/)|\|(?=[^|]*\|?\s*$))/u
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
