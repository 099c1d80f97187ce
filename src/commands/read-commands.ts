import { oneSpace } from '../values/spaces.ts'
import type { Line } from '../message/message.ts'
import { parseDuration, parseInstant, plus, type Instant } from '../values/instant.ts'
import type { Command } from './command.ts'
import { isSalutation } from './salutation.ts'

/**
 * `opposite`: two that cannot both be meant; `look-alike`: a letter that only looks like ours. None of them counts: the caller asks.
 * `unread`: lines that name a row of a digest and are no command.
 */
export type Commands = {
  readonly commands: readonly Command[]
  readonly unclear?: 'opposite' | 'look-alike'
  readonly unread?: readonly Line[]
}

const most = 100 // rows of a digest that one mail may answer
const plain = [
  'approve',
  'undo',
  'recheck',
  'assign me',
  'help',
  'withdraw',
  'status',
  'resend',
  'confirm',
  'deny',
  'no reports',
] as const
const argued = ['reject', 'hold', 'ask', 'note', 'phone ok', 'answer', 'colleague'] as const
/** What may be said without a reason. A rejection may not: the operator would not know what to mend. */
const reasonOptional: readonly string[] = ['phone ok', 'hold']
const opposites: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['approve'], ['reject', 'hold']],
  [['confirm'], ['deny']],
  [['undo'], ['approve', 'reject', 'hold']],
  [['withdraw'], ['recheck', 'maintenance', 'resend']],
]

const bothWays = [...opposites, ...opposites.map(([these, those]) => [those, these] as const)]

/** What the author wrote himself, below his greeting. A quote above, or between the lines, is context. */
export function ownLines(lines: readonly Line[]): readonly Line[] {
  const own = lines.filter((line, at) => line.quoted !== true && !introduces(line, lines[at + 1]))
  const start = own.findIndex((line) => line.text.trim() !== '')
  if (start === -1) return []
  return own.slice(isSalutation(own[start]?.text ?? '') ? start + 1 : start)
}

/**
 * Commands as debbugs and syzbot take them: the first lines of what the author wrote himself, each exactly a command.
 * The first line that is none ends them; but one that names a row is passed over, and after it only other rows count.
 * A reason may go on over the next lines, as mail programs wrap it.
 */
export function readCommands(lines: readonly Line[]): Commands {
  const own = ownLines(lines)
  const commands: Command[] = []
  const unread: Line[] = []
  let unclear: Commands['unclear']
  for (let at = 0; at < own.length && commands.length < most;) {
    const line = own[at]
    if (line === undefined) break
    if (line.text.trim() === '') {
      at++
      continue
    }
    const paragraph = ownParagraph(own, at)
    const read = command(line, paragraph.slice(1))
    if (read === undefined) {
      if (commands.length === 0 && lookAlike(line.text)) unclear = 'look-alike'
      if (unclear !== undefined || !rowed.test(line.text) || unread.length >= most) break
      unread.push(line)
      at++
      continue
    }
    if (unread.length > 0 && read.command.row === undefined) break // it may be the end of the sentence above
    if (conditional(read.command, own, at + read.lines)) break
    commands.push(read.command)
    at += read.lines
  }
  return contradict(commands, own)
    ? { commands: [], unclear: 'opposite' }
    : {
        commands,
        ...(unclear !== undefined && { unclear }),
        ...(unread.length > 0 && { unread }),
      }
}

const ownParagraph = (own: readonly Line[], at: number): readonly Line[] => {
  const end = own.findIndex((line, index) => index > at && line.text.trim() === '')
  return own.slice(at, end === -1 ? own.length : end)
}
/** `Vouch wrote:` right above a quote, in whatever words: the mail program's line, not the author's. */
const introduces = (line: Line, next: Line | undefined): boolean =>
  next?.quoted === true && /[:：]\s*$/.test(line.text) && command(line, []) === undefined
/** `approve` with `only if …` under it is a sentence; behind an empty line only what cannot begin another thought. */
function conditional(read: Command, own: readonly Line[], at: number): boolean {
  if ('argument' in read) return false
  const next = own[at]?.text ?? ''
  if (/^\s*(?:if|only|once|when|unless|but|provided|after|as soon|until|except|not)\b/i.test(next))
    return true
  const later = next.trim() === '' ? own.slice(at).find((line) => line.text.trim() !== '') : undefined
  return /^\s*(?:but )?(?:only )?(?:if|unless|provided|as soon as)\b/i.test(later?.text ?? '')
}

/** Looking again does no harm: whoever asks for it politely is heard. */
const politely = (bare: string): 'recheck' | undefined =>
  /^(?:please,? recheck|recheck,? please)$/.test(bare) ? 'recheck' : undefined

type Read = { readonly command: Command; readonly lines: number }
function command(line: Line, following: readonly Line[]): Read | undefined {
  const [, row, said = ''] = /^\s*(?:<(\d{1,4})>\s*)?(.*?)\s*$/s.exec(line.text) ?? []
  const at = { line: line.number, ...(row !== undefined && { row: Number(row) }) }
  if (!/^[\x20-\x7e]*$/.test(said.slice(0, 14))) return undefined // ASCII: a homoglyph is no command
  const bare = oneSpace(said.replace(/\.$/, '').toLowerCase())
  const verb = plain.find((one) => one === bare) ?? politely(bare)
  if (verb !== undefined) return { command: { ...at, verb }, lines: 1 }
  const maintenance = window(bare)
  if (maintenance !== undefined) return { command: { ...at, verb: 'maintenance', ...maintenance }, lines: 1 }
  const [, word, check, rest] =
    /^(reject|hold|ask|note|phone[ -]ok|answer|colleague|waive\s+([a-z0-9][a-z0-9.-]{1,60}))\s*(?::\s*(.*))?$/is.exec(
      said,
    ) ?? []
  if (word === undefined) return undefined
  const { text, lines } = reason(rest ?? '', rest === undefined ? [] : following)
  if (check !== undefined)
    return text === ''
      ? undefined
      : {
          command: { ...at, verb: 'waive', check: check.toLowerCase().replace(/\.$/, ''), argument: text },
          lines,
        }
  const name = argued.find((one) => one === word.toLowerCase().replace('-', ' '))
  if (name === undefined || (text === '' && !reasonOptional.includes(name))) return undefined
  return { command: { ...at, verb: name, argument: text }, lines }
}
const rowed = /^\s*<\d{1,4}>/
/** The reason and the lines it was wrapped over, until an empty line, the next command or the next row. */
function reason(
  first: string,
  following: readonly Line[],
): { readonly text: string; readonly lines: number } {
  const end = following.findIndex((line) => rowed.test(line.text) || command(line, []) !== undefined)
  const more = following.slice(0, end === -1 ? following.length : end)
  const text = oneSpace([first, ...more.map((line) => line.text)].join(' '))
    .trim()
    .slice(0, 4000)
  return { text, lines: 1 + more.length }
}
/** `maintenance 2026-12-01 02:00 for 2h`, UTC unless it says otherwise. */
function window(bare: string): { readonly from: Instant; readonly to: Instant } | undefined {
  const [, date, time, zone = 'z', span = ''] =
    /^maintenance:? (\d{4}-\d\d-\d\d)[ t](\d{1,2}:\d\d)(?::00)? ?(z|utc|gmt|[+-]\d\d:\d\d)? for (.+)$/.exec(
      bare,
    ) ?? []
  if (date === undefined || time === undefined) return undefined
  const offset = /^[+-]/.test(zone) ? zone : 'Z'
  const from = parseInstant(`${date}T${time.padStart(5, '0')}${offset}`)
  const spans = [...span.matchAll(/(\d+(?:\.\d+)?) ?(days?|d|hours?|hrs?|h|minutes?|mins?|m)(?=\W|\d|$)/g)]
  const rest = spans.reduce((text, [whole]) => text.replace(whole, ''), span).replaceAll(/\band\b|[ ,]/g, '')
  const ms = spans.reduce(
    (sum, [, count = '', unit = '']) => sum + (parseDuration(`${count}${unit.charAt(0)}`) ?? 0),
    0,
  )
  // A day that does not exist (2026-02-30) rolls over in Date: then nothing was meant that we could name.
  if (
    from === undefined ||
    rest !== '' ||
    ms <= 0 ||
    (offset === 'Z' && !from.startsWith(`${date}T${time.padStart(5, '0')}`))
  )
    return undefined
  return { from, to: plus(from, ms) }
}

/** Two that cannot both be meant, about the same row: one of them obeyed, the other anywhere in the author's own words. */
function contradict(commands: readonly Command[], own: readonly Line[]): boolean {
  if (commands.length === 0) return false
  const said = own.flatMap((line) => command(line, [])?.command ?? [])
  const bareReject = own.find((line) => /^\s*(?:<(\d+)>\s*)?reject\s*[.:]?\s*$/i.test(line.text))
  return bothWays.some(([these, those]) =>
    commands.some(
      (one) =>
        these.includes(one.verb) &&
        ([...commands, ...said].some((other) => those.includes(other.verb) && other.row === one.row) ||
          (one.verb === 'approve' && bareReject !== undefined && one.row === undefined)),
    ),
  )
}

/** Letters of other scripts, full width or invisible: reads like a command, is none. */
function lookAlike(text: string): boolean {
  if (/^[\x20-\x7e\t]*$/.test(text)) return false
  const folded = text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Mn}]/gu, '')
    .trim()
    .toLowerCase()
  const latin = folded.replaceAll(/[^\x20-\x7e]/gu, (char) => twins.get(char) ?? char)
  return /^(?:<\d+>\s*)?(?:approve|confirm|deny|withdraw|undo|reject\b|hold\b|recheck)/.test(latin)
}
const twins: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    р: 'p',
    о: 'o',
    е: 'e',
    с: 'c',
    і: 'i',
    ѕ: 's',
    х: 'x',
    у: 'y',
    к: 'k',
    н: 'h',
    т: 't',
    в: 'b',
    м: 'm',
    α: 'a',
    ρ: 'p',
    ο: 'o',
    ν: 'v',
    ε: 'e',
    ѵ: 'v',
    ԁ: 'd',
    һ: 'h',
    ӏ: 'l',
    ɡ: 'g',
  }),
)
