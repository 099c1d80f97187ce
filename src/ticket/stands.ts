import type { EmailAddress } from '../values/names.ts'
import { plus, type Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { FactOf, Vote } from './fact.ts'
import { ballots, later, ownersWord, reviewRevision, votes, type Ticket } from './known.ts'

/** What stands between the reviewers now, for the version that they would decide on. */
export type Stands = {
  /** `open`: nothing decided yet; `held`: nothing happens until somebody decides; the others: decided, and it counts from `final` on. */
  readonly what: 'open' | 'held' | 'approve' | 'reject'
  readonly by?: EmailAddress // who holds, rejects, or gave the last approval that was needed
  readonly reason?: string
  readonly final?: Instant
  readonly approvals: number // that count
  readonly needed: number
  readonly ownerRefused: boolean // then nobody asks for a decision, and none lists the service
}

/**
 * A hold stops whatever was decided, until any reviewer approves or rejects after it; what counts then has its whole undo window
 * from that word on. One reject outweighs approvals, of which the quorum is needed.
 */
export function standsNow(ticket: Ticket, policy: Pick<Policy, 'undoWindow' | 'quorum' | 'consent'>): Stands {
  const revision = reviewRevision(ticket)
  const ofThis = (vote: FactOf<'voted'>) => vote.revision === revision
  const given = votes(ticket, policy.undoWindow).filter(ofThis)
  const approvals = given.filter(({ vote }) => vote === 'approve')
  const counts = {
    approvals: approvals.length,
    needed: policy.quorum,
    ownerRefused: policy.consent !== 'off' && ownersWord(ticket)?.answer === 'deny',
  }
  const said = (what: Vote, vote: FactOf<'voted'>, final?: Instant): Stands => ({
    what: what === 'hold' ? 'held' : what,
    by: vote.by,
    ...(vote.reason !== undefined && { reason: vote.reason }),
    ...(final && { final }),
    ...counts,
  })
  const { hold, freed } = heldBy(ballots(ticket, policy.undoWindow).filter(ofThis))
  if (hold) return said('hold', hold)
  const reject = given.find(({ vote }) => vote === 'reject')
  const deciding = reject ?? approvals[policy.quorum - 1]
  if (deciding === undefined) return { what: 'open', ...counts }
  return said(deciding.vote, deciding, plus(later(deciding.at, freed), policy.undoWindow))
}

/** The hold after which nobody decided, or when the last one ended. */
function heldBy(said: readonly FactOf<'voted'>[]): { hold?: FactOf<'voted'>; freed?: Instant } {
  const last = said.findLastIndex(({ vote }) => vote === 'hold')
  const [hold, next] = [said[last], said[last + 1]]
  if (hold === undefined) return {}
  return next === undefined ? { hold } : { freed: next.at }
}
