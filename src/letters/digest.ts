import { millis, plus, readable, type Instant } from '../values/instant.ts'
import type { Card } from '../ticket/card.ts'
import type { DigestRow, Enquiry } from '../sorting/sort.ts'
import type { TicketId } from '../values/names.ts'
import { clean } from './clean.ts'
import { aboutDesk } from './about.ts'
import type { DigestNumbers, DigestSource } from './letters.ts'
import { ago, percent } from './moments.ts'

/** A line of the digest about one ticket; `row` is its address: `<3> approve`. */
export type DigestLine = {
  readonly row: number
  readonly id: string
  readonly domain: string
  readonly stage: string
  readonly waits: string
  readonly since: string
  readonly observed: string | null
  readonly failing: string | null
  readonly unreachable: boolean
  readonly question: boolean // the operator wrote, and nobody has answered
  readonly asked: boolean // a question of the reviewers waits for the operator
  readonly refused: boolean // the domain's owner said no
  readonly revision: string
}
type Section = readonly DigestLine[]
const inTurn = (a: Card, b: Card) => (a.since < b.since || (a.since === b.since && a.id < b.id) ? -1 : 1)
const closed = ['rejected', 'withdrawn', 'expired', 'delisted']

/** The week in numbers; kept by the desk to compare the next one with. */
export function digestNumbers({
  cards,
  window,
  now,
}: Pick<DigestSource, 'cards' | 'window' | 'now'>): DigestNumbers {
  const inside = (at: Instant) => at >= window.from && at < window.to
  const stage = (name: string) => cards.filter((card) => card.stage === name).length
  const waiting = cards.filter((card) => forReviewers(card))
  return {
    opened: cards.filter((card) => inside(card.opened)).length,
    decided: cards.filter((card) => card.decided !== undefined && inside(card.decided.at)).length,
    listed: stage('listed'),
    suspended: stage('suspended'),
    trial: stage('trial'),
    review: stage('review'),
    waiting: waiting.length,
    oldestWaitMs: Math.max(0, ...waiting.map((card) => millis(now) - millis(card.since))),
  }
}
/** A decision, or the telephone call that is all that lacks; the owner's word comes before both. */
const forReviewers = (card: Card) =>
  !closed.includes(card.stage) &&
  (card.reviewable || (card.stage === 'review' && !card.consentOpen && !card.consentRefused)) &&
  card.waitsFor.includes('reviewers')

/**
 * The model of the digest: what `vouch digest --json` prints, and its letter shows. Oldest first; rows count through all
 * sections. Rows that were given out keep their number and revision, wherever their ticket stands now; no other is shown.
 */
export function digestModel(source: DigestSource) {
  const { now, window, policy } = source
  const cards = [...source.cards].sort((a, b) => (a.id < b.id ? -1 : 1))
  let row = 0
  const given =
    source.rows &&
    new Map(source.rows.flatMap((one) => ('ticket' in one ? [[one.ticket as string, one] as const] : [])))
  const shown = new Set<string>()
  const more: { [section: string]: number } = {}
  const section = (name: string, most: number, wanted: (card: Card) => boolean): Section => {
    const all = cards.filter((card) => !shown.has(card.id) && wanted(card)).sort(inTurn)
    for (const card of all) shown.add(card.id)
    if (given !== undefined) {
      const again = all.flatMap((card) => {
        const before = given.get(card.id)
        return before ? [{ ...line(card, before.row, now), revision: before.revision }] : []
      })
      return again.sort((a, b) => a.row - b.row)
    }
    more[name] = Math.max(0, all.length - most)
    return all.slice(0, most).map((card) => line(card, ++row, now))
  }
  const open = (card: Card) => !closed.includes(card.stage)
  const waitsFor = (who: Card['waitsFor'][number]) => (card: Card) =>
    open(card) && card.stage !== 'listed' && card.stage !== 'suspended' && card.waitsFor.includes(who)
  const sections = {
    reviewers: section('reviewers', 200, forReviewers),
    questions: section('questions', 100, (card) => card.question),
    trouble: section(
      'trouble',
      100,
      (card) => card.stage === 'suspended' || (card.stage === 'listed' && card.failing.length > 0),
    ),
    unclear: section('unclear', 50, (card) => card.stage === 'checking'),
    owner: section('owner', 50, (card) => waitsFor('owner')(card) && !waitsFor('operator')(card)),
    operator: section('operator', 50, waitsFor('operator')),
    trials: section('trials', 50, (card) => card.stage === 'trial' || card.stage === 'review'),
  }
  const waiting = [...source.enquiries].sort((a, b) => (a.at < b.at ? -1 : 1))
  const mails = waiting.flatMap((one): EnquiryLine[] => {
    const before = source.rows?.find((given) => 'enquiry' in given && given.enquiry === one.id)
    if (source.rows !== undefined && before === undefined) return []
    return [{ row: before?.row ?? ++row, ...enquiryLine(one, now) }]
  })
  const inside = (at: Instant) => at >= window.from && at < window.to
  const soon = plus(now, Math.max(...policy.certificateWarnings))
  const numbers = digestNumbers(source)
  return {
    ...aboutDesk(source.desk),
    week: source.week,
    from: window.from.slice(0, 10),
    to: window.to.slice(0, 10),
    ...sections,
    mails,
    more, // rows that were cut off, by section
    waiting: numbers.waiting,
    oldest: numbers.waiting === 0 ? null : ago(plus(now, -numbers.oldestWaitMs), now),
    decided: cards
      .filter((card) => card.decided !== undefined && card.decided.to !== 'open' && inside(card.decided.at))
      .map((card) => ({
        id: card.id,
        domain: card.domain,
        at: readable(card.decided?.at ?? now),
        to: card.decided?.to ?? '',
        reason: card.decided?.reason || null,
      })),
    opened: cards
      .filter((card) => inside(card.opened))
      .map((card) => ({ id: card.id, domain: card.domain, at: readable(card.opened), stage: card.stage })),
    certificates: cards
      .filter(
        (card) =>
          card.stage === 'listed' && card.certificateEnds !== undefined && card.certificateEnds <= soon,
      )
      .sort((a, b) => ((a.certificateEnds ?? '') < (b.certificateEnds ?? '') ? -1 : 1))
      .map((card) => ({
        id: card.id,
        domain: card.domain,
        ends: readable(card.certificateEnds ?? now),
        left:
          card.certificateEnds !== undefined && card.certificateEnds > now
            ? ago(now, card.certificateEnds)
            : null,
      })),
    unreachable: cards
      .filter((card) => open(card) && card.unreachable)
      .map((card) => ({ id: card.id, domain: card.domain })),
    unsent: cards
      .filter((card) => card.unsent.length > 0)
      .map((card) => ({ id: card.id, domain: card.domain, letters: card.unsent.length })),
    quarantined: source.quarantined.map((one) => ({ id: one.id, at: readable(one.at), why: one.why })),
    troubles: source.troubles.map((one) => ({
      code: one.code,
      detail: one.detail,
      since: readable(one.since),
    })),
    numbers: compared(numbers, source.before),
  }
}
export type DigestModel = ReturnType<typeof digestModel>

/** What the desk stores with the week, so that `<3>` in an answer means what was shown. */
export const digestRows = (model: DigestModel): DigestRow[] => [
  ...[
    model.reviewers,
    model.questions,
    model.trouble,
    model.unclear,
    model.owner,
    model.operator,
    model.trials,
  ]
    .flat()
    .map((one) => ({ row: one.row, ticket: one.id as TicketId, revision: one.revision })),
  ...model.mails.map((one) => ({ row: one.row, enquiry: one.enquiry })),
]

/** A person's mail about no ticket: `<4> answer: text` goes back to its author. */
type EnquiryLine = {
  readonly row: number
  readonly enquiry: string
  readonly by: string
  readonly waits: string
  readonly subject: string
  readonly begins: string
}
const enquiryLine = ({ id, by, at, subject, text }: Enquiry, now: Instant): Omit<EnquiryLine, 'row'> => ({
  enquiry: id,
  by,
  waits: ago(at, now),
  subject: clean(subject, 100),
  begins: clean(text, 300),
})

function line(card: Card, row: number, now: Instant): DigestLine {
  return {
    row,
    id: card.id,
    domain: card.domain,
    stage: card.stage,
    waits: ago(card.since, now),
    since: card.since.slice(0, 10),
    observed: card.observed === undefined ? null : percent(card.observed),
    failing: card.failing.length === 0 ? null : card.failing.join(', '),
    unreachable: card.unreachable,
    question: card.question,
    asked: card.asked,
    refused: card.consentRefused,
    revision: card.revision,
  }
}

const compared = (now: DigestNumbers, before: DigestNumbers | undefined) =>
  (['opened', 'decided', 'waiting', 'trial', 'review', 'listed', 'suspended'] as const).map((name) => ({
    name,
    now: now[name],
    before: before === undefined ? null : before[name],
    compared: before !== undefined,
  }))
