import type { FormLine } from './answers.ts'
import { fits } from './field-values.ts'
import { bullet, guessAt, labelAt, telling } from './label-at.ts'
import { atLeast, backwards, fromLetter, unmarked } from './no-mark.ts'
import { isElsewhere, labelled, loosely, type Asked } from './labels.ts'

/** A place in a line where a label ends: what it asks for, the marks behind it without their spaces, and the rest. */
type Cut = { readonly asked: Asked; readonly label: string; readonly run: string; readonly behind: string }

/** Said by label-at.ts of any line by itself. */
const usual = new Set([':', '：', '=', '|'])
const longestLabel = 60

/**
 * The lines with this mail's own way of setting labels apart from values turned into `Label: value`. Nobody can list the marks
 * that people use (`Domain ~ a`, `Domain >> a`, `"Domain","a"`, `[Domain]a`, `│ Domain │ a │`, `a (Domain)`), so it is
 * learned from the mail: the same mark stands behind three labels that we know.
 */
export function plainly(lines: readonly FormLine[]): readonly FormLine[] {
  const open = new Map<FormLine, readonly Cut[]>()
  const fresh = new Map<FormLine, string>()
  let plain = 0
  for (const line of lines) {
    if (line.own && isPlain(line.text)) {
      plain++
      continue
    }
    const pairs = line.own ? byTurns(line.text) : undefined
    if (pairs !== undefined) {
      fresh.set(line, pairs)
      continue
    }
    const cuts = line.own && line.text.length < 400 ? cutsOf(line.text) : []
    if (cuts.length > 0) open.set(line, cuts)
  }
  const told = new Set<string>()
  for (;;) {
    const mark = mostly(open)
    if (mark === undefined) break
    told.add(mark)
    rewritten(mark, lines, open, fresh)
  }
  const own = lines.filter((line) => line.own && line.text.length < 400 && !fresh.has(line))
  if (told.size === 0 && plain < atLeast)
    for (const [line, text] of [...backwards(own), ...unmarked(own)]) fresh.set(line, text)
  return fresh.size === 0
    ? lines
    : lines.flatMap((line) => {
        const text = fresh.get(line)
        return text === undefined ? [line] : text.split('\n').map((one) => ({ ...line, text: one }))
      })
}

/** `Domain: im.example.org` needs no help. */
function isPlain(text: string): boolean {
  if (!/^\s*\p{L}[^:：]*[:：]\s*[\p{L}\p{N}+].*[\p{L}\p{N}./)]\s*$/su.test(text)) return false
  const told = labelAt(text)
  return told?.sure === true && /[:：]\s*$/.test(text.slice(0, text.lastIndexOf(told.rest)))
}
/** Every place where words that we know as a label end and marks begin. */
function cutsOf(text: string): Cut[] {
  const body = fromLetter(text)
  const found: Cut[] = []
  // `Domain / Domäne: a`, `Domain (its name): a`: the colon ends the label, whatever stands in it.
  const told = labelAt(text)
  const colon =
    told === undefined ? -1 : (/[:：=]\s*$/.exec(body.slice(0, body.length - told.rest.length))?.index ?? -1)
  let tries = 0
  for (const { 0: run, index } of body.matchAll(/[^\p{L}\p{N}\p{M}]+/gu)) {
    if (index > longestLabel || ++tries > 8) break
    if (index + run.length <= colon) continue
    // `Certificate authority (CA)`: the bracket is the label's
    const closes = /^[)\]]/.test(run) && /[([][^)\]]*$/.test(body.slice(0, index)) ? 1 : 0
    const marks = shortened(run.slice(closes))
    if (marks.trim() === '') continue
    const label = body.slice(0, index + closes)
    const name = labelled(label)
    if (name?.sure === true)
      found.push({ asked: name.asked, label, run: marks, behind: body.slice(index + run.length) })
  }
  return found
}

/** Dots that lead to the value count once, however many they are. */
const shortened = (run: string): string =>
  run.replaceAll(/([._…·])(?:\s?\1)+/gu, '$1').replaceAll(/-(?:\s?-){2,}/g, '-')

/** The mark behind most fields, the longest of those; undefined when none stands behind enough. */
function mostly(open: ReadonlyMap<FormLine, readonly Cut[]>): string | undefined {
  const behind = new Map<string, Set<Asked>>()
  for (const cuts of open.values())
    for (const { asked, run } of cuts) {
      let mark = ''
      for (const one of Array.from(run.replaceAll(/\s/g, '')).slice(0, 6)) {
        mark += one
        behind.set(mark, (behind.get(mark) ?? new Set()).add(asked))
      }
    }
  let best: string | undefined
  for (const [mark, { size }] of behind) {
    const most = best === undefined ? atLeast - 1 : (behind.get(best)?.size ?? 0)
    if (size > most || (size === most && best !== undefined && mark.length > best.length)) best = mark
  }
  return best
}

type Split = { readonly line: FormLine; readonly label: string; readonly value: string }
/** Takes the lines that the mark divides out of `left`, and puts those that other rules would not read so into `fresh`. */
function rewritten(
  mark: string,
  lines: readonly FormLine[],
  left: Map<FormLine, readonly Cut[]>,
  fresh: Map<FormLine, string>,
): void {
  const behind = (line: FormLine) =>
    (left.get(line) ?? []).filter(({ run }) => run.replaceAll(/\s/g, '').startsWith(mark))
  // `Web-site - https://…`: of two the one that stands as it does in most lines.
  const usually = new Map<string, number>()
  for (const { run } of lines.flatMap(behind)) usually.set(spacing(run), (usually.get(spacing(run)) ?? 0) + 1)
  const known = lines.flatMap((line): (Split & { spaces: string })[] => {
    const [cut] = behind(line).sort(
      (a, b) => (usually.get(spacing(b.run)) ?? 0) - (usually.get(spacing(a.run)) ?? 0),
    )
    return cut === undefined
      ? []
      : [{ line, label: cut.label, value: rest(cut.run, mark) + cut.behind, spaces: spacing(cut.run) }]
  })
  for (const { line } of known) left.delete(line)
  const [first, last] = [known[0]?.line.number ?? 0, known.at(-1)?.line.number ?? 0]
  const styles = new Set(known.map(({ spaces }) => spaces))
  const turned = usual.has(mark)
    ? []
    : lines.flatMap((line): Split[] => {
        const split =
          line.own && !fresh.has(line) && !known.some((one) => one.line === line)
            ? turnedRound(line, mark)
            : undefined
        return split === undefined ? [] : [split]
      })
  const within = lines.filter(
    (line) =>
      line.own &&
      !fresh.has(line) &&
      line.number > first &&
      line.number < last &&
      !known.some((one) => one.line === line),
  )
  const guessed = usual.has(mark)
    ? []
    : within.flatMap((line) => {
        const split = byMark(line, mark, styles)
        if (split !== undefined) left.delete(line)
        return split === undefined ? [] : [split]
      })
  for (const { line } of known) {
    const pairs = pairsOf(line.text, mark)
    if (pairs !== undefined) fresh.set(line, pairs)
  }
  const all = [
    ...known.filter(({ line }) => !fresh.has(line)),
    ...turned,
    ...guessed.filter(({ line }) => !turned.some((one) => one.line === line)),
  ]
  const opener = pairs[mark.at(-1) ?? ''] === undefined ? '' : (mark.at(-1) ?? '')
  const end = commonEnd(
    all.map(({ value }) => value),
    pairs[opener],
  )
  const closer = pairs[opener] ?? ''
  const open =
    opener !== '' && !end.startsWith(closer) && all.some(({ value }) => value.includes(closer)) ? opener : ''
  for (const { line, label, value } of all) {
    if (usual.has(mark) && end === '' && line.text.replace(bullet, '').startsWith(label)) continue
    fresh.set(
      line,
      `${label}: ${value.trim() === '' ? '' : open}${without(end === '' ? frame(line.text, label) : end, value.trim())}`,
    )
  }
}
/** With what closes a value goes what opens it. */
const without = (end: string, value: string): string => {
  if (end === '' || !value.endsWith(end)) return value
  const bare = value.slice(0, -end.length).trim()
  return pairs[bare[0] ?? ''] === end[0] ? bare.slice(1).trim() : bare
}
/** `| Domain: a |`: what stands around this line alone. */
const frame = (text: string, label: string): string =>
  /[|│┃║¦]\s*$/u.exec(text.slice(0, text.indexOf(label)))?.[0].trim() ?? ''
/** A line of the same form whose label we know less well. */
function byMark(line: FormLine, mark: string, styles: ReadonlySet<string>): Split | undefined {
  const body = fromLetter(line.text)
  for (const { 0: marks, index } of body.matchAll(/[^\p{L}\p{N}\p{M}]+/gu)) {
    const run = shortened(marks)
    if (index > longestLabel) return undefined
    if (!run.replaceAll(/\s/g, '').startsWith(mark) || !styles.has(spacing(run))) continue
    const label = body.slice(0, index)
    const value = rest(run, mark) + body.slice(index + marks.length)
    const known = (labelled(label) ?? loosely(label) ?? guessAt(`${label}: ${value}`)) !== undefined
    // A mark that stands in sentences too divides only what we know a little.
    if (isElsewhere(label) || (!known && (weak.test(mark) || label.split(' ').length > 5))) return undefined
    return { line, label, value }
  }
  return undefined
}
/** All of a form on one line, `Domain → a → CA → b`: by the mark that stands there most. */
function byTurns(text: string): string | undefined {
  const seen = new Map<string, number>()
  for (const [, mark = ''] of text.length < 1000 ? text.matchAll(/\s([^\p{L}\p{N}\s]{1,3})\s/gu) : [])
    seen.set(mark, (seen.get(mark) ?? 0) + 1)
  const [most] = [...seen].filter(([, count]) => count >= 5).sort(([, a], [, b]) => b - a)
  return most === undefined ? undefined : pairsOf(text, ` ${most[0]} `)
}
/** `Domain → a → CA → b`: label and value by turns. */
function pairsOf(text: string, mark: string): string | undefined {
  const cells = text.split(mark).map((cell) => cell.trim())
  const labels = cells.filter((_, at) => at % 2 === 0)
  const turns =
    cells.length >= 4 && cells.length % 2 === 0 && labels.every((one) => labelled(one)?.sure === true)
  return turns ? labels.map((one, at) => `${one}: ${cells[at * 2 + 1] ?? ''}`).join('\n') : undefined
}
/** `im.example.org ~ domain` among `CA ~ …` */
function turnedRound(line: FormLine, mark: string): Split | undefined {
  const at = line.text.lastIndexOf(mark)
  const [value, label] =
    at === -1
      ? ['', '']
      : [line.text.slice(0, at).replace(bullet, '').trim(), line.text.slice(at + mark.length).trim()]
  const name = value === '' || label === '' ? undefined : labelled(label)
  return name?.sure === true && telling.includes(name.asked) && fits(name.asked, value)
    ? { line, label, value }
    : undefined
}
const weak = /^[-–—,./;+*'’"()&!?]+$/
const spacing = (run: string): string => `${/^\s/.test(run) ? '_' : ''}.${/\s$/.test(run) ? '_' : ''}`
/** What of the run is the value's: `- (030) 1` begins with a bracket, `~ +49` with a plus. */
function rest(run: string, mark: string): string {
  let at = 0
  for (const one of mark) at = run.indexOf(one, at) + one.length
  return run.slice(at)
}

const pairs: Readonly<Record<string, string>> = { '"': '"', "'": "'", '<': '>', '(': ')', '[': ']', '{': '}', '«': '»', '“': '”', '„': '“', '`': '`' } // prettier-ignore
/** The marks that close every value: of a bracket that opens it, of a column, of a list. */
function commonEnd(values: readonly string[], closes: string | undefined): string {
  const given = values.map((value) => value.trimEnd()).filter((value) => value !== '')
  const [first = ''] = given
  let end = ''
  if (given.length < atLeast) return end
  for (let length = 1; length <= 4 && length <= first.length; length++) {
    const tail = first.slice(-length)
    if (/[\p{L}\p{N}\s]/u.test(tail) || !given.every((value) => value.endsWith(tail))) break
    end = tail
  }
  return /^(?:[,;]|\s*[|│┃║¦]|\*\*)+$/u.test(end) || (closes !== undefined && end.startsWith(closes))
    ? end
    : ''
}
