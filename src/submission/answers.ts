import type { Piece } from '../message/words.ts'
import { isBlank, labelled, plain, type Asked } from './labels.ts'

/** What stands behind one label. Several raw lines are one answer when the text was wrapped. `sure`: how certain the label is. */
export type Answer = {
  readonly asked: Asked
  readonly raw: string
  readonly line: number
  readonly sure: boolean
}
/** `note` breaks: a heading or an empty line of the table between two services. */
type Spot = { readonly asked: Asked; readonly sure: boolean; readonly rest: string }

const bullet = /^\s*(?:[-*+•·‣▪●○◦–—]\s+|\d{1,2}\s*[.)\]]\s+|\(\d{1,2}\)\s+|[a-z]\)\s+|#{1,6}\s+)?/u
const closing =
  /^\s*(?:thanks?|thank you|many thanks|regards|(?:best|kind|warm|with) (?:regards|wishes)|cheers|sincerely|yours|best\b|greetings|viele grüße|mit freundlichen|freundliche|grüße|gruß|mfg|danke|vielen dank|merci|cordialement|bien à vous|saludos|gracias|un saludo|grazie|cordiali|saluti|obrigad|atenciosamente|abraço|bedankt|groet|met vriendelijke|pozdrawiam|dziękuj|pozdrav|s pozdravem|děkuj|спасибо|с уважением|дякую|з повагою|谢谢|此致|よろしく|敬具|-- ?$)/iu

/**
 * Labelled values among the lines, in order: `Key: value`, `Key = value`, `key: [value]`, bullets, bold, table rows, the
 * value on the next line, columns. Quoted lines only ever ask: what the author wrote under them answers.
 */
export function answers(pieces: readonly Piece[], usable: (piece: Piece) => boolean): Answer[] {
  const lines = pieces.filter((piece) => usable(piece) || piece.by === 'quote' || piece.by === 'context')
  const found: Answer[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    const own = usable(line)
    const text = own ? line.text : line.text.replace(/^[\s>]+/, '')
    const spot = labelAt(text)
    if (spot === undefined) continue
    if (!own && !isBlank(spot.rest)) continue // a quoted line that is already answered says nothing new
    if (own && !isBlank(spot.rest)) {
      const more = continued(spot.asked, lines, at, usable)
      found.push({
        asked: spot.asked,
        sure: spot.sure,
        raw: [spot.rest, ...more.map((one) => one.text.trim())].join(' '),
        line: line.number,
      })
      at += more.length
      continue
    }
    const below = nextValue(lines, at, usable, spot)
    if (below !== undefined) {
      const more = continued(spot.asked, lines, below, usable)
      found.push({
        asked: spot.asked,
        sure: spot.sure,
        raw: [lines[below]?.text.trim() ?? '', ...more.map((one) => one.text.trim())].join(' '),
        line: lines[below]?.number ?? line.number,
      })
      at = below + more.length
    } else if (own) found.push({ asked: spot.asked, sure: spot.sure, raw: spot.rest, line: line.number })
  }
  return found
}

/** A label at the beginning of a line and what stands behind it; undefined when the line begins with none that we know. */
export function labelAt(text: string): Spot | undefined {
  if (text.length > 3000) return undefined
  const bare = text.replace(bullet, '')
  for (const form of [
    /^(\*{1,2}|_{1,2}|`)?([^:：=|\t]{1,110}?)\1?\s*[:：=](?:\1)?(?!\/\/)\s*(.*)$/su,
    /^\|?\s*([^|\t]{1,110}?)\s*[|\t]+\s*([^|\t]*?)\s*\|?\s*$/su,
  ]) {
    const match = form.exec(bare)
    if (match === null) continue
    const [label = '', rest = ''] = match.length === 4 ? [match[2], match[3]] : [match[1], match[2]]
    const found = labelled(label)
    if (found !== undefined) return { ...found, rest: rest.replace(/^\*{1,2}\s+|\s*\|$/g, '').trim() }
  }
  // A dash, an arrow or a gap separate only behind a name that we know as it stands.
  const [, label = '', rest = ''] =
    /^(\S.{0,60}?)(?:\s+[-–—>→]+\s+|\s{2,}|\s*->\s*|\s*→\s*)(\S.*)$/su.exec(bare) ?? []
  const found = label === '' ? undefined : labelled(label)
  if (found?.sure === true && plain(label).length > 1) return { ...found, rest }
  const question = /^(.{3,110})[?？]\s*(.*)$/su.exec(bare)
  const asked = question === null ? undefined : labelled(question[1] ?? '')
  return asked === undefined ? undefined : { ...asked, rest: question?.[2] ?? '' }
}

/** Lines that go on with a value: wrapped text. Only a description runs over lines that are not indented. */
function continued(
  asked: Asked,
  lines: readonly Piece[],
  at: number,
  usable: (piece: Piece) => boolean,
): readonly Piece[] {
  if (!['description', 'certificateAuthority', 'serverSoftware', 'admin.name', 'admin'].includes(asked))
    return []
  const more: Piece[] = []
  for (const line of lines.slice(at + 1, at + 60)) {
    if (
      !usable(line) ||
      line.text.trim() === '' ||
      labelAt(line.text) !== undefined ||
      closing.test(line.text)
    )
      break
    if (bullet.exec(line.text)?.[0].trim() !== '' && asked !== 'description') break
    if (asked !== 'description' && !/^\s{2,}\S/.test(line.text)) break
    if (/^\s*(?:[-=_*#~]{3,})\s*$/.test(line.text)) break
    more.push(line)
  }
  return more
}
/** The value under a label that stands alone: the next line of the author's that is no label, at most one empty line away. */
function nextValue(
  lines: readonly Piece[],
  at: number,
  usable: (piece: Piece) => boolean,
  spot: Spot,
): number | undefined {
  if (!/^[\s.…_\-[\](){}<>*]*$/u.test(spot.rest)) return undefined // `n/a` is an answer
  for (let next = at + 1, empty = 0; next < lines.length; next++) {
    const line = lines[next]
    if (line === undefined) return undefined
    if (/^[\s>]*$/.test(line.text)) {
      if (++empty > 1) return undefined
      continue
    }
    if (
      !usable(line) ||
      labelAt(line.text) !== undefined ||
      closing.test(line.text) ||
      /^\s*[-=_*#~]{3,}\s*$/.test(line.text)
    )
      return undefined
    return next
  }
  return undefined
}
