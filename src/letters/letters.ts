import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import type { Policy } from '../policy/policy.ts'
import type { Card } from '../ticket/card.ts'
import type { LetterOrder } from '../ticket/letter.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Standing } from '../ticket/standing.ts'
import type { Stands } from '../ticket/stands.ts'
import type { DigestRow, Enquiry, Said } from '../sorting/sort.ts'
import type { Instant } from '../values/instant.ts'

/** A letter in words: the text and the HTML part say the same. Headers are put on by outbox/. Images are shown by `cid:NAME`, drawn as SVG. */
export type Written = {
  readonly subject: string
  readonly text: string // lines ≤ 78
  readonly html: string
  readonly images: readonly { readonly name: string; readonly svg: string; readonly alternative: string }[]
}
/** Who we are, for every letter. */
export type Desk = {
  readonly name: string
  readonly address: string
  readonly page?: string // base URL of the page, when there is one
  readonly source?: string // who is probing
}
/** All that a letter about a ticket may draw on; the desk fetches it. No tokens in it: reply addresses are put on by outbox/. */
export type Around = {
  readonly desk: Desk
  readonly policy: Policy
  readonly now: Instant
  readonly ticket: Ticket
  readonly standing: Standing
  readonly ticketPage?: string // the operator's unguessable link
  readonly evidence?: Evidence
  readonly ledger?: Ledger
  readonly figures?: Figures
  readonly seenUntil?: Instant // the monitor's heartbeat: later time is unknown
  readonly sameOperator: readonly Card[]
  readonly firstToThisPerson: boolean // then: what is kept, how long, that the JID is published
  readonly proofs?: Proofs
  readonly code?: string // admin-chat: what the administrator sends back
}
/** Other ways for a domain's owner to agree, when the desk looks for them: a DNS TXT record, a file on the website. */
export type Proofs = {
  readonly dns: { readonly name: string; readonly value: string }
  readonly wellKnown: { readonly url: string; readonly content: string }
}
/** Letters of no ticket: transcript, help, alarm. */
export type AroundDesk = {
  readonly desk: Desk
  readonly policy?: Policy // with it: what is kept and how long, in the first letter to a person
  readonly now: Instant
  readonly subject?: string // of the mail that is answered; shown only when its author was authenticated
  readonly said: readonly Said[]
  readonly about?: { readonly id: TicketId; readonly domain: DomainName } // the ticket that this mail was about
  readonly standings?: readonly {
    readonly id: TicketId
    readonly domain: DomainName
    readonly standing: Standing
  }[] // for `status`
  readonly votes?: readonly { readonly domain: DomainName; readonly stands: Stands }[] // after what reviewers said in it
  readonly turn?: boolean // something in that ticket is for this reader, its operator, to do
  readonly planned?: readonly Window[] // work that is left out of its figures
  readonly isReviewer?: boolean // help and transcript name the reviewer's commands
  readonly firstToThisPerson?: boolean
}
export type WriteLetter = (order: LetterOrder, around: Around) => Written

/** What a team must hear at once. `code` has its sentence in templates/phrases.json under `alarm`. */
export type Trouble = { readonly code: string; readonly detail: string; readonly since: Instant }
/** What the weekly digest is made of. Pure over cards: no ticket file is read for it. */
export type DigestSource = {
  readonly desk: Desk
  readonly policy: Policy
  readonly now: Instant
  readonly week: string // 2026-W47
  readonly window: Window
  readonly cards: readonly Card[]
  readonly enquiries: readonly Enquiry[] // not answered
  readonly quarantined: readonly { readonly id: string; readonly at: Instant; readonly why: string }[]
  readonly troubles: readonly Trouble[] // what does not work in the desk now
  readonly before?: DigestNumbers // last week's
  readonly rows?: readonly DigestRow[] // given out before by a letter of this week: shown again, and no others
}
export type DigestNumbers = {
  readonly opened: number
  readonly decided: number
  readonly listed: number
  readonly suspended: number
  readonly trial: number
  readonly review: number
  readonly waiting: number // for reviewers
  readonly oldestWaitMs: number
}
export type DeskLetter =
  | { readonly kind: 'transcript' | 'help' | 'challenge'; readonly around: AroundDesk }
  | {
      readonly kind: 'alarm'
      readonly around: AroundDesk
      readonly troubles: readonly Trouble[]
      readonly over?: boolean
    } // over: well again
  | {
      readonly kind: 'answer'
      readonly around: AroundDesk
      readonly enquiry?: Enquiry
      readonly text: string
    }
  | { readonly kind: 'digest'; readonly digest: DigestSource; readonly to?: DigestReader } // left out: a reviewer
/** One of the team who is no reviewer reads the same digest, and may do less. */
export type DigestReader = { readonly reviewers: readonly EmailAddress[] }
export type WriteDeskLetter = (letter: DeskLetter) => Written
