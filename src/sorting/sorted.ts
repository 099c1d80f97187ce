import type { Duration, Instant } from '../values/instant.ts'
import type { Window } from '../uptime/ledger.ts'
import type { Fact } from '../ticket/fact.ts'
import type { Letter, LetterKind } from '../ticket/letter.ts'
import type { Card } from '../ticket/card.ts'
import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'

/** The letter this mail answers, its MAC checked by tokens/ before sorting. */
export type Proof = { readonly owner: TicketId | 'desk'; readonly letter: Letter }
/** What a line of the digest is about: a ticket as it stood, or a person's mail that belongs to none. */
export type DigestRow = { readonly row: number } & (
  | { readonly ticket: TicketId; readonly revision: string }
  | { readonly enquiry: string }
)
/** A person's mail that no rule of ours answers: a line of the digest until a reviewer has answered it. */
export type Enquiry = {
  readonly id: string // of the mail: the same one twice is one
  readonly at: Instant
  readonly by: EmailAddress
  readonly subject: string
  readonly text: string
  readonly messageId?: string
  readonly unproved?: true // nobody is shown it before its sender has answered our challenge
  readonly answered?: Instant
}
export type Roster = { readonly reviewers: readonly EmailAddress[]; readonly team: readonly EmailAddress[] }
/** What sorting asks of the card index (store/). */
export interface Lookups {
  card(id: TicketId): Card | undefined
  about(domain: DomainName): readonly Card[]
  ownedBy(root: DomainName, operator: EmailAddress): readonly Card[]
  operatedBy(operator: EmailAddress): readonly Card[]
}
export type Room = {
  readonly cards: Lookups
  readonly roster: Roster
  readonly authenticatedBy: 'dkim' | 'header' | 'none'
  readonly limitStrangers: boolean
  readonly undoWindow: Duration
  readonly rows: (week: string) => readonly DigestRow[]
  readonly enquiry: (id: string) => Enquiry | undefined
  /** The code that the administrator was sent over XMPP: whoever repeats it reads that account. */
  readonly chatCode: (id: TicketId) => string
  readonly shown: (id: TicketId, reviewer: EmailAddress, revision: string) => boolean
  /** The letter that this mail answers when its time is over: it proves nothing, and its reader must hear why. */
  readonly late?: Proof | undefined
}

/** What happened to one line; the words for it stand in the letter `transcript`. */
export type SaidAnswer =
  | 'done'
  | 'already'
  | 'status'
  | 'passed-on'
  | 'changed-since'
  | 'own-service'
  | 'not-seen-yet'
  | 'no-such-row'
  | 'not-yours'
  | 'not-proven'
  | 'opposite'
  | 'look-alike'
  | 'closed'
  | 'too-late'
  | 'nothing-to-undo'
  | 'no-such-check'
  | 'too-many-in-one-mail'
  | 'too-many-open'
  | 'no-domain'
  | 'not-understood'
  | 'not-reviewer'
  | 'no-address'
  | 'is-reviewer'
  | 'operator-only'
  | 'to-operator'
  | 'no-case'
  | 'near-word'
  | 'needs-reason'
  | 'no-word'
  | 'begin-with-answer'
  | 'passed-on-near'
  | 'reviewers-only'
  | 'letter-over'
  | 'letter-over-fresh'
  | 'other-address'
export type Said = {
  readonly line: number
  readonly row?: number // of the digest
  readonly verb: string
  readonly argument?: string
  readonly quote?: string // the line that we could not read
  readonly hint?: string // what has to be written instead, whole
  readonly window?: Window // of maintenance
  readonly ticket?: TicketId
  readonly service?: DomainName
  readonly answer: SaidAnswer
  readonly why?: string // what the mail lacked to be believed; who may do it; the address that may
}

export type Sorted =
  | { readonly do: 'tell'; readonly ticket: TicketId; readonly facts: readonly Fact[] }
  | { readonly do: 'open'; readonly domain: DomainName; readonly facts: readonly Fact[] }
  | {
      readonly do: 'answer'
      readonly kind: LetterKind
      readonly key: string
      readonly to: EmailAddress
      readonly said: readonly Said[]
    }
  | {
      readonly do: 'resend'
      readonly ticket: TicketId
      readonly key: string
      readonly what: 'last' | 'state'
    }
  /** A letter of consent to one box; `once a day`: as a box that asked for nothing is asked. */
  | {
      readonly do: 'ask-owner'
      readonly ticket: TicketId
      readonly key: string
      readonly to: EmailAddress
      readonly often: 'once a day' | 'as an answer'
    }
  /** To the reviewer who asked, what somebody wrote to his question whose word does not count. */
  | { readonly do: 'show-asker'; readonly ticket: TicketId; readonly key: string; readonly cause: string }
  | { readonly do: 'keep'; readonly enquiry: Enquiry }
  | { readonly do: 'prove'; readonly by: EmailAddress; readonly until: Instant } // his enquiries up to then are his
  | { readonly do: 'reply'; readonly enquiry: Enquiry; readonly key: string; readonly text: string }
  | { readonly do: 'nothing'; readonly why: string }
