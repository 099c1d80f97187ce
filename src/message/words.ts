import type { Line } from './message.ts'
import {
  headerBlock,
  isAttribution,
  isDeviceLine,
  isFooterLine,
  isForwardRule,
  isForwardSubject,
  isOriginalRule,
  mayBeginAttribution,
  opensAttribution,
} from './attribution.ts'
import { withoutFiles } from './encoded.ts'

/**
 * Every line of a body and whose it is. `author`: his own words. `context`: quoted, yet shown because his words stand
 * around it. `quote`: of an earlier mail; `forward`: of a mail that he hands on; `furniture`: introductions, signatures,
 * footers, armour. Numbers of author and context lines count from 1 in `written`; the rest counts on after those.
 */
export type Piece = {
  readonly number: number
  readonly text: string
  readonly by: By
  readonly depth: number
}
type By = 'author' | 'context' | 'quote' | 'forward' | 'furniture'
type Draft = { text: string; by: By; depth: number }

const most = 6_000 // lines: beyond it nobody wrote
/** @param subject tells a forward without a rule (Outlook's) from an answer */
export function pieces(body: string, subject = ''): Piece[] {
  const lines = withoutFiles(unarmoured(clean(body))).slice(0, most)
  const drafts = lines.map((text): Draft => draft(text))
  const fenced = fences(lines)
  markEmbedded(drafts, fenced, subject)
  markFurniture(drafts, fenced)
  markQuotes(drafts)
  markEnds(drafts, fenced)
  return numbered(drafts)
}
/** What is shown as his: his own words and their context, or, when he wrote none, the mail that he hands on. */
export const written = (all: readonly Piece[]): Line[] =>
  all
    .filter(shownOf(all))
    .map(({ number, text, by }) => ({ number, text, ...(by !== 'author' && { quoted: true as const }) }))
const shownOf = (all: readonly Draft[]): ((line: Draft) => boolean) => {
  const own = all.some(({ by, text }) => (by === 'author' || by === 'context') && text.trim() !== '')
  return ({ by }) => (own ? by === 'author' || by === 'context' : by === 'forward')
}

/** Line ends, BOM, zero-width characters at the edges; no line beyond all measure. */
function clean(body: string): string[] {
  return body
    .slice(0, 1_000_000)
    .replaceAll(/\r\n?|\u2028|\u2029|\f/g, '\n')
    .replaceAll(/[\u0000\ufeff]/g, '')
    .split('\n')
    .map((line) => line.slice(0, 10_000).trimEnd())
}
function draft(text: string): Draft {
  const mark = /^\s{0,3}(>[\s>]*)/.exec(text)?.[1]
  if (mark !== undefined) return { text, by: 'quote', depth: mark.replaceAll(/\s/g, '').length }
  // `Richard> words`, as Usenet has it.
  return /^[A-Z][\w.-]{0,14}>+(?:\s|$)/.test(text)
    ? { text, by: 'quote', depth: 1 }
    : { text, by: 'author', depth: 0 }
}
const blank = (line: Draft | undefined): boolean => line === undefined || /^[\s>]*$/.test(line.text)

/** RFC 9580 §7: the framework's lines go, dash-escapes are undone, the signature goes. */
function unarmoured(lines: readonly string[]): string[] {
  const begin = lines.indexOf('-----BEGIN PGP SIGNED MESSAGE-----')
  const sign = begin === -1 ? -1 : lines.indexOf('-----BEGIN PGP SIGNATURE-----', begin)
  if (sign === -1) return [...lines]
  const end = lines.indexOf('-----END PGP SIGNATURE-----', sign)
  const body = lines.indexOf('', begin)
  const text = lines.slice(body + 1, sign).map((line) => line.replace(/^- /, ''))
  return [...lines.slice(0, begin), ...text, ...(end === -1 ? [] : lines.slice(end + 1))]
}
/** Which lines stand inside a fenced block: code is nobody's signature. */
function fences(lines: readonly string[]): boolean[] {
  const marks = lines.filter((line) => /^\s*```/.test(line)).length
  const pairs = marks - (marks % 2) // a last one without a partner fences nothing
  let before = 0
  return lines.map((line) => {
    const mark = /^\s*```/.test(line)
    if (mark) before++
    return before <= pairs && (mark || before % 2 === 1)
  })
}

/** Introductions, pasted headers, forward rules: what they bring in is somebody else's. */
function markEmbedded(lines: Draft[], fenced: readonly boolean[], subject: string): void {
  for (let at = 0; at < lines.length; at++) {
    if (fenced[at] === true) continue
    const embedded = embeddedAt(lines, at)
    if (embedded === undefined) continue
    const own = lines.slice(0, at).some((line) => line.by === 'author' && !blank(line))
    const before = at
    for (const line of lines.slice(at, at + embedded.length)) line.by = 'furniture'
    at += embedded.length - 1
    if (embedded.how === 'attribution' && followedByQuote(lines, at + 1)) continue // the marks tell the rest
    if (embedded.how === 'attribution' && !own) {
      // Nothing of his own above: what follows unmarked may be his, but nothing is done on a maybe.
      for (const line of lines.slice(at + 1))
        if (line.by === 'author' || line.by === 'quote') line.by = 'context'
      continue
    }
    const forwarded =
      embedded.how === 'forward' ||
      (embedded.how === 'header' && (isForwardSubject(subject) || !own)) ||
      (embedded.how === 'original' && isForwardSubject(subject))
    const quotedRule = lines[before]?.depth ?? 0
    for (const line of lines.slice(at + 1)) {
      if (quotedRule > 0 && line.depth === 0 && !blank(line)) break // Apple quotes what it forwards; under it he writes again
      if (line.by !== 'furniture') line.by = forwarded ? 'forward' : 'quote'
    }
    if (quotedRule === 0) return
  }
}
type Embedded = { readonly how: 'attribution' | 'header' | 'original' | 'forward'; readonly length: number }
function embeddedAt(lines: readonly Draft[], at: number): Embedded | undefined {
  const line = lines[at]
  if (line === undefined || blank(line)) return undefined
  if (line.text.length < 200 && (isOriginalRule(line.text) || isForwardRule(line.text))) {
    const how = isForwardRule(line.text) ? 'forward' : 'original'
    let next = at + 1
    while (next < lines.length && blank(lines[next])) next++
    const header = headerAt(lines, next)
    return { how, length: next - at + header }
  }
  if (line.depth > 0 && at > 0 && (lines[at - 1]?.depth ?? 0) > 0) return undefined // inside a quote: no matter
  const header = headerAt(lines, at)
  if (header > 0 && line.depth === 0) return { how: 'header', length: header }
  if (line.depth > 0) return undefined
  let folded = ''
  for (let count = 0, empty = 0; count < 7 && at + count < lines.length; count++) {
    const part = lines[at + count]?.text ?? ''
    // A mark begins somebody else's words, unless the introduction itself was broken there.
    if (count > 0 && (lines[at + count]?.depth ?? 0) > 0 && part.trim().length > 20) break
    if (part.trim() === '') {
      empty++
      if (empty > 1 || !/<$|\d/.test(folded)) break
      continue
    }
    folded = `${folded} ${part}`.trim()
    if (isAttribution(folded))
      return beginsLater(lines.slice(at, at + count + 1))
        ? undefined
        : { how: 'attribution', length: count + 1 }
    if (count === 0 && !mayBeginAttribution(part)) break
    if (count > 0 && /[.!?]$/.test(part.trim()) && !/\b\p{L}{1,4}\.$/u.test(part.trim())) break
  }
  return undefined
}
/** His own last lines may hold numbers and run into the introduction: of several beginnings the last is true, unless only the first is one by its words. */
function beginsLater(lines: readonly Draft[]): boolean {
  const opens = opensAttribution(lines[0]?.text ?? '')
  return lines.some(
    ({ text }, at) =>
      at > 0 &&
      mayBeginAttribution(text, true) &&
      (!opens || opensAttribution(text)) &&
      isAttribution(
        lines
          .slice(at)
          .map((line) => line.text.trim())
          .filter((part) => part !== '')
          .join(' '),
      ),
  )
}
const headerAt = (lines: readonly Draft[], at: number): number =>
  /[:：]/.test(lines[at]?.text ?? '')
    ? headerBlock(
        lines.slice(at, at + 20).map(({ text }) => text),
        0,
      )
    : 0
function followedByQuote(lines: readonly Draft[], start: number): boolean {
  const next = lines.slice(start).find((line) => !blank(line) || line.depth > 0)
  if (next === undefined) return true
  if (next.depth > 0 || next.by === 'quote') return true
  if (!/^\s?\|/.test(next.text)) return false
  for (const line of lines.slice(start)) if (/^\s?\|/.test(line.text)) line.by = 'quote' // some quote with bars
  return true
}

/** Quotes that stand between or before his words, without an introduction at the very top, are context; others go. */
function markQuotes(lines: Draft[]): void {
  if (!lines.some((line) => line.by === 'quote')) return
  const own = lines.flatMap((line, at) => (line.by === 'author' && !blank(line) ? [at] : []))
  const from = own[0] ?? lines.length
  const to = own.at(-1) ?? -1
  const introduced = lines.findIndex((line) => line.by === 'furniture')
  const runs = lines.filter(
    (line, at) =>
      line.by === 'quote' && (at === 0 || !['quote'].includes(lines[at - 1]?.by ?? '')) && at < to,
  ).length
  const answerBelow =
    introduced !== -1 && introduced < from && lines.slice(from, to).every((line) => line.by !== 'quote')
  const kept = own.length > 0 && !answerBelow && runs > 0
  // A long answer under a quote is a conversation; a line or two under a whole quoted mail is a postscript.
  for (const [at, line] of lines.entries()) {
    if (line.by !== 'quote') continue
    if (kept && at < to) line.by = 'context'
  }
}

const rule = /^\s*(?:[-_=~#*+—–]{2,}|[—–ᐧ])\s*$/u
const signature = /^\s*(?:--|—|–|ᐧ|- -)\s*$/u
/** Signatures, `Sent from …` and footers: only under something of his own. */
function markFurniture(lines: Draft[], fenced: readonly boolean[]): void {
  const own = (line: Draft) => line.by === 'author' || line.by === 'context'
  const first = lines.findIndex((line) => line.by === 'author' && !blank(line))
  if (first === -1) return
  const cut = lines.findIndex(
    (line, at) => at > first && own(line) && fenced[at] !== true && signature.test(line.text),
  )
  if (cut !== -1) {
    // Under it nothing is his again, unless a quote or an introduction stands between: then he answers below.
    const again = lines.findIndex(
      (line, at) =>
        at > cut && (line.by === 'quote' || (line.by === 'furniture' && isAttribution(line.text))),
    )
    for (const line of lines.slice(cut, again === -1 ? lines.length : again))
      if (own(line)) line.by = 'furniture'
  }
  for (const [at, line] of lines.entries())
    if (line.by === 'author' && fenced[at] !== true && isDeviceLine(line.text)) line.by = 'furniture'
  const footer = lines.findIndex(
    (line, at) =>
      at > first &&
      own(line) &&
      fenced[at] !== true &&
      isFooterLine(line.text) &&
      isTail(lines.slice(at).filter((one) => own(one) && !blank(one))),
  )
  if (footer !== -1) for (const line of lines.slice(footer)) if (own(line)) line.by = 'furniture'
}
/** A footer is short and fills in no form. */
const isTail = (rest: readonly Draft[]): boolean =>
  rest.length <= 25 && !rest.slice(1).some(({ text }) => /^[\p{L} /-]{2,40}:\s\S/u.test(text))
/** Empty lines and rules at both ends. */
function markEnds(lines: Draft[], fenced: readonly boolean[]): void {
  const shown = shownOf(lines)
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]
    if (line === undefined || !shown(line)) continue
    if (!blank(line) && (fenced[at] === true || !rule.test(line.text))) break
    line.by = 'furniture'
  }
  for (const line of lines) {
    if (!shown(line)) continue
    if (!blank(line) || line.depth > 0) break
    line.by = 'furniture'
  }
}
function numbered(drafts: readonly Draft[]): Piece[] {
  let shown = 0
  const own = shownOf(drafts)
  let after = drafts.filter(own).length
  return drafts.map((line) => {
    const { text, by, depth } = line
    return { number: own(line) ? ++shown : ++after, text, by, depth }
  })
}
