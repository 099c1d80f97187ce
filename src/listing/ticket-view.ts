import type { DomainName, TicketId } from '../values/names.ts'
import { earliest, millis, type Instant } from '../values/instant.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Ledger } from '../uptime/ledger.ts'
import type { Item, Who } from '../ticket/checklist.ts'
import type { Fact } from '../ticket/fact.ts'
import { known, latest, type Ticket, plannedOutages } from '../ticket/known.ts'
import { at, expires, isClosed, isRefused, nextCheck, type Standing } from '../ticket/standing.ts'
import { lasting, percent, stretch, titleOf } from './in-words.ts'
import { monthDrawer } from './month.ts'
import type { Pages } from './pages.ts'
import { plain } from './text.ts'

/** A stored outcome in words: the checks' own sentences (`words` of checks/, with the evidence where it is at hand). */
export type InWords = (outcome: Outcome) => {
  readonly title: string
  readonly found: string
  readonly fix?: string
  readonly repeat?: string
}

/** What the page behind the operator's link shows: the state, never an address, a telephone number or who decided. */
export type TicketView = {
  readonly id: TicketId
  readonly domain: DomainName
  readonly stage: Standing['stage']
  /** The stage, or what its owner's word makes of it: a key of `next` in words.json. */
  readonly says: Standing['stage'] | 'refused' | 'owner-first'
  readonly now: Instant
  readonly items: readonly ShownItem[]
  readonly waitsFor: readonly Who[]
  /** The same without time, which is nobody. */
  readonly turn: readonly Who[]
  readonly watching: boolean
  readonly next?: Instant
  readonly nextIn?: string // from now, in words
  /** When it closes by itself, unless operator or owner answers. */
  readonly closes?: Instant
  readonly closesIn?: string
  readonly nextCheck?: Instant
  readonly checkedAt?: Instant
  readonly outcomes: readonly ShownOutcome[]
  readonly counts: {
    readonly pass: number
    readonly fail: number
    readonly warn: number
    readonly unknown: number
  }
  readonly uptime?: ShownUptime
  readonly outages: readonly { readonly from: Instant; readonly lasted: string; readonly why: string }[]
  readonly letters: readonly {
    readonly kind: string
    readonly to: string
    readonly at: Instant
    readonly state: string
  }[]
  readonly history: readonly { readonly at: Instant; readonly event: string }[]
}
export type ShownItem = Pick<Item, 'name' | 'waitsFor' | 'until'> & {
  readonly state: Item['state'] | 'fail' // open because something failed
  readonly why: readonly string[]
}
export type ShownOutcome = Pick<Outcome, 'id' | 'clause' | 'level' | 'outcome' | 'since' | 'endpoint'> &
  ReturnType<InWords>
export type ShownUptime = {
  readonly observed?: string
  readonly coverage: string
  readonly length: string
  readonly of: string
  readonly down: string | undefined
  readonly verdict: Figures['verdict']
  readonly blips: number
  readonly svg?: string
}

export type TicketMatter = {
  readonly ticket: Ticket
  readonly standing: Standing
  readonly policy: Policy
  readonly now: Instant
  readonly inWords: InWords
  /** The words of the page; without them codes stand in their place and nothing is drawn. */
  readonly pages?: Pages
  readonly figures?: Figures
  /** With figures: the month is drawn. */
  readonly ledger?: Ledger
  readonly seenUntil?: Instant
  /** The next moment the desk does something by itself, where it is known better than from the checklist. */
  readonly nextAt?: Instant
}
export function ticketView(matter: TicketMatter): TicketView {
  const { ticket, standing, policy, now, figures, inWords, pages = codes } = matter
  const checked = latest(ticket, 'checked')
  const outcomes = (checked?.outcomes ?? []).map((outcome) => shown(outcome, inWords))
  const open = standing.items.filter((one) => one.state === 'open')
  const next = isRefused(standing) ? undefined : (matter.nextAt ?? earliest(...open.map((one) => one.until)))
  const turns = standing.items.filter((one) => one.state === 'open' || one.state === 'refused')
  const waitsFor = [...new Set(turns.flatMap((one) => one.waitsFor ?? []))].filter(
    (who) => !later(standing).includes(who),
  )
  const closes = expires(ticket, standing, policy)
  const again = isClosed(standing.stage) ? undefined : nextCheck(ticket, standing, policy)
  const isAhead = (moment: Instant | undefined): moment is Instant => moment !== undefined && moment > now
  const away = (moment: Instant) => stretch(millis(moment) - millis(now), pages)
  const count = (outcome: Outcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length
  return {
    id: ticket.id,
    domain: ticket.domain,
    stage: standing.stage,
    says: says(standing),
    now,
    items: standing.items.map((one) => item(one, ticket, pages)),
    waitsFor,
    turn: waitsFor.filter((who) => who !== 'time'),
    watching: checked?.firstEligible !== undefined && !isRefused(standing),
    ...(next !== undefined && { next }),
    ...(isAhead(next) && { nextIn: away(next) }),
    ...(isAhead(closes) && { closes, closesIn: away(closes) }),
    ...(isAhead(again) && { nextCheck: again }),
    ...(checked && { checkedAt: checked.at }),
    outcomes: outcomes
      .filter((one) => one.outcome !== 'not-applicable')
      .sort((a, b) => urgency(a) - urgency(b)),
    counts: { pass: count('pass'), fail: count('fail'), warn: count('warn'), unknown: count('unknown') },
    ...(figures && { uptime: uptimeShown(figures, matter) }),
    outages: (figures?.outages ?? [])
      .slice(-20)
      .reverse()
      .map(({ from, to, firstError }) => ({
        from,
        lasted: lasting(millis(to) - millis(from), pages),
        why: plain(firstError),
      })),
    letters: ticket.letters
      .map(({ kind, purpose, date, delivery }) => ({ kind, to: purpose, at: date, state: delivery.state }))
      .reverse(),
    history: history(ticket),
  }
}

const says = (standing: Standing): TicketView['says'] =>
  isRefused(standing)
    ? 'refused'
    : standing.stage === 'review' && at(standing, 'consent').state === 'open'
      ? 'owner-first'
      : standing.stage

/** Whose turn comes later: nobody waits for the reviewers while a check fails or the owner has not agreed, though their item is open. */
function later(standing: Standing): readonly Who[] {
  const { stage } = standing
  const consent = at(standing, 'consent').state
  if (consent === 'refused') return ['reviewers', 'time', 'desk']
  if (stage === 'trial' || (stage === 'review' && consent === 'open')) return ['reviewers']
  return stage === 'incomplete' || stage === 'checking' || stage === 'failing' ? ['reviewers', 'time'] : []
}

/** `why` of the checklist in words: names of fields and titles of checks; a reviewer's reason as he wrote it. */
function item(
  { name, state, waitsFor, until, why }: Item,
  ticket: Ticket,
  pages: Pick<Pages, 'word' | 'phrase'>,
): ShownItem {
  const told = (why ?? []).map((code) =>
    name === 'information'
      ? pages.word('field', code)
      : name === 'decision'
        ? plain(code)
        : name === 'uptime'
          ? pages.word('verdict', code)
          : name === 'checks'
            ? waitsFor === 'operator'
              ? pages.phrase('failed', { title: titleOf(code) })
              : titleOf(code)
            : '',
  )
  const problems =
    name === 'information'
      ? known(ticket).problems.map((one) =>
          pages.phrase('problem', { field: pages.word('field', one.field), value: plain(one.value) }),
        )
      : []
  return {
    name,
    state: name === 'checks' && state === 'open' && waitsFor === 'operator' ? 'fail' : state,
    why: [...told.filter((one) => one !== ''), ...problems],
    ...(waitsFor && { waitsFor }),
    ...(until && { until }),
  }
}

/** What has to be mended first, what is well last. */
function urgency({ outcome, level }: ShownOutcome): number {
  if (outcome === 'fail') return level === 'must' ? 0 : 1
  return { warn: 2, unknown: 3, pass: 4, 'not-applicable': 5 }[outcome]
}
function shown(outcome: Outcome, inWords: InWords): ShownOutcome {
  const { id, clause, level, since, endpoint } = outcome
  const { title, found, fix, repeat } = inWords(outcome)
  return {
    id,
    clause,
    level,
    outcome: outcome.outcome,
    since,
    title,
    found: plain(found),
    ...(fix !== undefined && { fix: plain(fix) }),
    ...(repeat !== undefined && { repeat }),
    ...(endpoint !== undefined && { endpoint: plain(endpoint) }),
  }
}
function uptimeShown(
  figures: Figures,
  { ticket, policy, pages, ledger, seenUntil }: TicketMatter,
): ShownUptime {
  const { window, observed, coverage, verdict, blips, downMs } = figures
  const planned = plannedOutages(ticket, policy)
  return {
    ...(observed !== null && { observed: percent(observed) }),
    coverage: percent(coverage),
    verdict,
    blips,
    length: stretch(millis(window.to) - millis(window.from), pages ?? codes),
    of: stretch(policy.trial, pages ?? codes),
    down: downMs === 0 ? undefined : lasting(downMs, pages ?? codes),
    ...(ledger &&
      pages && {
        svg: monthDrawer(pages)(ledger, window, planned, seenUntil ?? window.to),
      }),
  }
}
/** The turning points, newest first. Who did it is nobody's business here. */
const history = (ticket: Ticket): TicketView['history'] =>
  ticket.facts
    .filter((fact) => turning.has(fact.kind))
    .map((fact) => ({ at: fact.at, event: fact.kind === 'milestone' ? fact.to : fact.kind }))
    .reverse()
const turning: ReadonlySet<Fact['kind']> = new Set([
  'claimed',
  'invited',
  'sender-confirmed',
  'owner-answered',
  'admin-answered',
  'phone-verified',
  'recheck-asked',
  'milestone',
])
const codes: Pick<Pages, 'word' | 'phrase'> = {
  word: (_, key) => key,
  phrase: (_, facts) => Object.values(facts).join(' '),
}
