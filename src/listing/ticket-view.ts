import type { DomainName, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures } from '../uptime/figures.ts'
import { latest, type Ticket } from '../ticket/known.ts'
import type { Standing } from '../ticket/standing.ts'
import { percent } from './in-words.ts'
import { daysBetween } from './pages.ts'
import { plain } from './text.ts'

/** A stored outcome in words: the checks' own sentences. */
export type InWords = (outcome: Outcome) => {
  readonly title: string
  readonly found: string
  readonly fix?: string
}

/** What the page behind the operator's link shows: the state, never an address, a telephone number or what a person wrote. */
export type TicketView = {
  readonly id: TicketId
  readonly domain: DomainName
  readonly stage: Standing['stage']
  readonly now: Instant
  readonly policy: string
  readonly items: Standing['items']
  readonly checkedAt?: Instant
  readonly outcomes: readonly ShownOutcome[]
  readonly uptime?: {
    readonly observed?: string
    readonly coverage: string
    readonly days: number
    readonly of: number
    readonly verdict: Figures['verdict']
    readonly outages: Figures['outages']
    readonly blips: number
    readonly svg?: string
  }
  readonly letters: readonly {
    readonly kind: string
    readonly to: string
    readonly at: Instant
    readonly state: string
  }[]
}
export type ShownOutcome = Pick<Outcome, 'id' | 'clause' | 'level' | 'outcome' | 'since'> & {
  readonly title: string
  readonly found: string
  readonly fix?: string
  readonly endpoint?: string
}

export type TicketMatter = {
  readonly ticket: Ticket
  readonly standing: Standing
  readonly policy: Policy
  readonly now: Instant
  readonly figures?: Figures
  readonly inWords: InWords
  readonly svg?: string // the month, drawn
}
export function ticketView({
  ticket,
  standing,
  policy,
  now,
  figures,
  inWords,
  svg,
}: TicketMatter): TicketView {
  const checked = latest(ticket, 'checked')
  return {
    id: ticket.id,
    domain: ticket.domain,
    stage: standing.stage,
    now,
    policy: policy.version,
    items: standing.items,
    ...(checked && { checkedAt: checked.at }),
    outcomes: (checked?.outcomes ?? [])
      .map((outcome) => shown(outcome, inWords))
      .sort((a, b) => urgency(a) - urgency(b)),
    ...(figures && { uptime: { ...uptimeShown(figures, policy), ...(svg !== undefined && { svg }) } }),
    letters: ticket.letters
      .map(({ kind, purpose, date, delivery }) => ({ kind, to: purpose, at: date, state: delivery.state }))
      .reverse(),
  }
}
const urgency = ({ outcome, level }: ShownOutcome) =>
  outcome === 'fail'
    ? level === 'must'
      ? 0
      : 1
    : outcome === 'unknown'
      ? 2
      : outcome === 'warn'
        ? 3
        : outcome === 'pass'
          ? 4
          : 5

function shown(outcome: Outcome, inWords: InWords): ShownOutcome {
  const { id, clause, level, since, endpoint } = outcome
  const { title, found, fix } = inWords(outcome)
  return {
    id,
    clause,
    level,
    outcome: outcome.outcome,
    since,
    title,
    found: plain(found),
    ...(fix !== undefined && { fix: plain(fix) }),
    ...(endpoint !== undefined && { endpoint: plain(endpoint) }),
  }
}
function uptimeShown(figures: Figures, policy: Policy) {
  const { window, observed, coverage, verdict, outages, blips } = figures
  return {
    ...(observed !== null && { observed: percent(observed) }),
    coverage: percent(coverage),
    verdict,
    blips,
    days: daysBetween(window.from, window.to),
    of: Math.ceil(policy.trial / 86_400_000),
    outages: outages.map((outage) => ({ ...outage, firstError: plain(outage.firstError) })),
  }
}
