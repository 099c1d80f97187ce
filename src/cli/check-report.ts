import type { Clause } from '../policy/policy.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Outcome, Verdict } from '../checks/outcome.ts'
import { hostOf } from '../checks/contacts.ts'
import { securedOf } from '../checks/secured.ts'
import { printable, words } from '../checks/words.ts'
import { millis, readable } from '../values/instant.ts'

export type Checked = {
  readonly domain: string
  readonly evidence: Evidence
  readonly outcomes: readonly Outcome[]
  readonly verdict: Verdict
}
/** `width` in columns. Commands are never broken, so that they can be copied. */
export type Look = { readonly width: number; readonly colour: boolean }

const clauses: Readonly<Record<Clause, string>> = {
  P0: 'Registration',
  P1: 'TLS and certificates',
  P2: 'Connections of clients',
  P3: 'Connections of other servers',
  P4: 'Website',
  P5: 'Add-on services',
  P6: 'Uptime',
  P7: 'Information',
  P8: 'Telephone',
}
/** How an outcome is marked, in the order of the report. `look`: for a person to judge. */
type Mark = 'FAIL' | 'open' | 'warn' | 'look' | 'ok' | '–'
const marks: readonly Mark[] = ['FAIL', 'open', 'warn', 'look', 'ok', '–']
function markOf({ outcome, level }: Outcome): Mark {
  switch (outcome) {
    case 'pass':
      return 'ok'
    case 'not-applicable':
      return '–'
    case 'unknown':
      return 'open'
    case 'fail':
      return level === 'must' ? 'FAIL' : 'warn'
    case 'warn':
      return level === 'human' ? 'look' : 'warn'
  }
}
const colours: Readonly<Record<Mark, string>> = {
  FAIL: '31;1',
  open: '35',
  warn: '33',
  look: '36',
  ok: '32',
  '–': '2',
}

/** The report of `vouch check` for people: clause by clause, those with faults first, each fault with its fix and a command that shows the same. */
export function checkReport(checked: Checked, look: Look): string {
  const groups = (Object.keys(clauses) as Clause[])
    .map((clause) => checked.outcomes.filter((one) => one.clause === clause))
    .filter((group) => group.some((one) => one.outcome !== 'not-applicable'))
    .map((group) => [...group].sort((a, b) => marks.indexOf(markOf(a)) - marks.indexOf(markOf(b))))
  const worst = (group: readonly Outcome[]) => (group[0] !== undefined && markOf(group[0]) === 'FAIL' ? 0 : 1)
  return [
    ...headline(checked, look),
    ...[...groups]
      .sort((a, b) => worst(a) - worst(b))
      .flatMap((group) => clauseLines(group, checked.evidence, look)),
    ...certificateLines(checked.evidence, look),
    ...legend(checked.outcomes, look),
    ...(checked.evidence.ourSide.length > 0
      ? [
          '',
          ...wrap(
            `Our side: ${checked.evidence.ourSide.map((one) => printable(one)).join('; ')}.`,
            look.width,
            '',
          ),
        ]
      : []),
  ].join('\n')
}

function headline({ domain, evidence, outcomes, verdict }: Checked, look: Look): string[] {
  const count = (mark: Mark) => outcomes.filter((one) => one.level === 'must' && markOf(one) === mark).length
  const things = (n: number) => `${n} ${n === 1 ? 'thing' : 'things'}`
  const says = {
    eligible: paint('32;1', 'eligible', look),
    'not-eligible': `${paint('31;1', 'not eligible', look)}, ${things(count('FAIL'))} to mend`,
    inconclusive: `${paint('35;1', 'inconclusive', look)}, ${things(count('open'))} could not be told`,
  }
  const seconds = (evidence.durationMs / 1000).toFixed(1)
  return [
    `${printable(domain)}: ${says[verdict]}`,
    paint('2', `${readable(evidence.at)}, ${seconds} s`, look),
  ]
}

function clauseLines(group: readonly Outcome[], evidence: Evidence, look: Look): string[] {
  const [first] = group
  if (first === undefined) return []
  const quiet = (mark: Mark) => group.filter((one) => markOf(one) === mark).map((one) => one.id)
  const summary = (mark: Mark, says: string) => {
    const ids = quiet(mark)
    const [line = '', ...rest] = wrap(`${says}${ids.join(', ')}`, look.width, ' '.repeat(8))
    return ids.length === 0 ? [] : [tagged(mark, line.trimStart(), look), ...rest]
  }
  return [
    '',
    paint('1', `${first.clause}  ${clauses[first.clause]}`, look),
    ...group
      .filter((one) => !['ok', '–'].includes(markOf(one)))
      .flatMap((one) => outcomeLines(one, evidence, look)),
    ...summary('ok', ''),
    ...summary('–', 'not judged: '),
  ]
}
function outcomeLines(outcome: Outcome, evidence: Evidence, look: Look): string[] {
  const { title, found, fix, repeat } = words(outcome, evidence)
  const indent = ' '.repeat(8)
  const [head = '', ...more] = wrap(`${title} (${outcome.id})`, look.width, indent)
  return [
    tagged(markOf(outcome), head.trimStart(), look),
    ...more,
    ...wrap(found, look.width, indent),
    ...(fix === undefined ? [] : wrap(`Fix: ${fix}`, look.width, indent, `${indent}     `)),
    ...(repeat === undefined ? [] : [paint('2', `${indent}$ ${repeat}`, look)]),
  ]
}

/** Each certificate once: whom it names, who issued it, how long it lasts, and where it is shown. */
function certificateLines(evidence: Evidence, look: Look): string[] {
  const seen = new Map<string, { says: string; left: string; colour: string; where: Set<string> }>()
  for (const { contact, leaf } of securedOf(evidence)) {
    if (leaf === undefined) continue
    const days = Math.floor((millis(leaf.notAfter) - millis(evidence.at)) / 86_400_000)
    const left = days < 0 ? `ended ${-days - 1} days ago` : `${days} days left`
    const says = `${printable(leaf.subject, 60)}, issued by ${printable(leaf.issuerOrganization ?? leaf.issuer, 60)}, until ${leaf.notAfter.slice(0, 10)}:`
    const colour = days < 0 ? '31' : days < 14 ? '33' : '32'
    const one = seen.get(leaf.sha256) ?? { says, left, colour, where: new Set() }
    one.where.add(`${contact.mode} ${printable(hostOf(contact), 100)}`)
    seen.set(leaf.sha256, one)
  }
  if (seen.size === 0) return []
  const indent = ' '.repeat(8)
  return [
    '',
    paint('1', 'Certificates', look),
    ...[...seen.values()].flatMap(({ says, left, colour, where }) => [
      ...wrap(`${says} ${left}`, look.width, '  ', indent).map((line) =>
        line.replace(left, paint(colour, left, look)),
      ),
      ...wrap([...where].sort().join(', '), look.width, indent),
    ]),
  ]
}

const meanings = {
  open: 'could not be told, nobody’s fault yet',
  warn: 'advice, blocks nothing',
  look: 'a person will judge',
} as const
function legend(outcomes: readonly Outcome[], look: Look): string[] {
  const used = (['open', 'warn', 'look'] as const).filter((mark) =>
    outcomes.some((one) => markOf(one) === mark),
  )
  return used.length === 0
    ? []
    : ['', paint('2', used.map((mark) => `${mark}: ${meanings[mark]}`).join(' · '), look)]
}

const tagged = (mark: Mark, text: string, look: Look): string =>
  `  ${paint(colours[mark], mark.padEnd(4), look)}  ${text}`
const paint = (code: string, text: string, { colour }: Look): string =>
  colour ? `\u001b[${code}m${text}\u001b[0m` : text
/** Lines of at most `width` columns; a single longer word stays whole. */
function wrap(text: string, width: number, indent: string, hanging = indent): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${last === undefined ? indent : hanging}${word}`)
  }
  return lines
}
