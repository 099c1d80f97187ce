import type { DomainName, EmailAddress, Jid, Sha256, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Submission } from '../submission/submission.ts'
import type { Measured } from '../evidence/evidence.ts'
import type { Outcome, Verdict } from '../checks/outcome.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Window } from '../uptime/ledger.ts'

/** `mail:SAME:n` (Message.same: two deliveries of one mail are one), `run:…`, `milestone:…`, `cli:…`, `import:SHA…`: the same cause always has the same id, so telling it twice changes nothing. */
export type FactId = string
/** The last fact that changed a claim. Reviewers approve a revision; a changed claim is another one. */
export type Revision = FactId
export type Vote = 'approve' | 'reject' | 'hold'
export type Closed = 'rejected' | 'withdrawn' | 'expired' | 'delisted'

/** What happened. An event is a fact on its way in. Everything a ticket says is computed from these, in order of (at, id). */
export type Fact = { readonly id: FactId; readonly at: Instant } & (
  | {
      readonly kind: 'claimed'
      readonly by: EmailAddress
      readonly mail: Sha256
      readonly messageId?: string
      readonly subject?: string
      readonly submission: Submission
    }
  | { readonly kind: 'invited'; readonly of: FactId } // nobody wrote: this claim was taken from an old directory
  | {
      readonly kind: 'sender-confirmed'
      readonly of: FactId
      readonly how: 'dkim' | 'header' | 'challenge' | 'none'
    } // authority belongs to one mail, not to an address
  | {
      readonly kind: 'owner-answered'
      readonly by: string
      readonly operator: EmailAddress
      readonly answer: 'confirm' | 'deny'
      readonly how: 'mail' | 'dkim' | 'dns' | 'well-known' | 'contact' // contact: published by the service (XEP-0157), for it alone
    }
  | { readonly kind: 'admin-answered'; readonly jid: Jid; readonly how: 'chat' | 'mail' }
  | { readonly kind: 'phone-verified'; readonly by: EmailAddress; readonly note: string }
  | {
      readonly kind: 'checked'
      readonly run: string
      readonly revision: Revision
      readonly policy: string
      readonly verdict: Verdict
      readonly outcomes: readonly Outcome[]
      readonly measured: Measured
      readonly firstEligible?: Instant
    }
  | {
      readonly kind: 'uptime'
      readonly figures: Figures
      readonly belowForSure: boolean // so far that it leaves the list
      readonly lowForSure?: boolean // since it was listed, below what is asked of a month: a warning
      readonly recent: number | null
      readonly askAgain: Instant
      readonly kept?: Instant // the test was met then, and we saw too little since to say anything else
      readonly lost?: Instant // the test was met before, and was not when it was judged then, nor since
    }
  | { readonly kind: 'outage'; readonly began: Instant; readonly ended?: Instant; readonly why: string }
  | {
      readonly kind: 'voted'
      readonly by: EmailAddress
      readonly vote: Vote
      readonly revision: Revision
      readonly reason?: string
    }
  | { readonly kind: 'vote-undone'; readonly by: EmailAddress }
  | { readonly kind: 'waived'; readonly by: EmailAddress; readonly check: string; readonly why: string }
  | {
      readonly kind: 'said'
      readonly by: EmailAddress
      readonly to: 'operator' | 'reviewers' | 'nobody'
      readonly text: string
      readonly answer?: true // to what the operator wrote: nothing is asked of him
    }
  | { readonly kind: 'heard'; readonly by: EmailAddress; readonly text: string } // what somebody else wrote about this service: for the reviewers' eyes, moves nothing
  | { readonly kind: 'colleague'; readonly by: EmailAddress; readonly who: EmailAddress } // the operator lets him write about this service
  | { readonly kind: 'assigned'; readonly to: EmailAddress }
  | { readonly kind: 'recheck-asked'; readonly by: EmailAddress }
  | { readonly kind: 'withdrawn'; readonly by: EmailAddress }
  | { readonly kind: 'reopened'; readonly by: EmailAddress }
  | { readonly kind: 'reports-off'; readonly by: EmailAddress }
  | { readonly kind: 'superseded'; readonly by: TicketId } // another operator's ticket for the same service was listed
  | { readonly kind: 'away'; readonly who: EmailAddress } // a reviewer's out-of-office answered our letter
  | { readonly kind: 'maintenance'; readonly by: EmailAddress | DomainName; readonly window: Window }
  | {
      readonly kind: 'bounced'
      readonly letter: number
      readonly permanent: boolean
      readonly status: string
    }
  /** Written by `step` itself, in the same write as its cause: what cannot be computed back from the checklist of today. */
  | {
      readonly kind: 'milestone'
      readonly to: 'listed' | 'suspended' | 'open' | Closed
      readonly reason: string
    }
)
export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>

const before = (a: Fact, b: Fact) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1)
/**
 * Of a machine's facts only the newest says anything; outages are one fact each, newest telling wins. People's facts all
 * stay; of what a stranger writes about somebody's service the last of a day.
 */
const slot = (fact: Fact): string | undefined =>
  fact.kind === 'checked' || fact.kind === 'uptime'
    ? fact.kind
    : fact.kind === 'outage'
      ? `outage:${fact.began}`
      : fact.kind === 'heard'
        ? `heard:${fact.by.toLowerCase()}:${fact.at.slice(0, 10)}`
        : undefined

/** Inserting is all there is to applying: any order, any number of times, the same set. Same array back = nothing new. */
export function keep(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  if (facts.some((known) => known.id === fact.id)) return facts
  const place = slot(fact)
  const rival = place === undefined ? undefined : facts.find((known) => slot(known) === place)
  if (rival !== undefined && before(fact, rival) < 0) return facts
  return [...facts.filter((known) => known !== rival), fact].sort(before)
}
