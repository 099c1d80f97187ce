import type { Evidence } from '../evidence/evidence.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Ledger } from '../uptime/ledger.ts'
import type { Policy } from '../policy/policy.ts'
import type { Card } from '../ticket/card.ts'
import type { LetterOrder } from '../ticket/letter.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Standing } from '../ticket/standing.ts'
import type { Said } from '../sorting/sort.ts'
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
  readonly sameOperator: readonly Card[]
  readonly firstToThisPerson: boolean // then: what is kept, how long, that the JID is published
}
/** Letters of no ticket: transcript, help, alarm. */
export type AroundDesk = {
  readonly desk: Desk
  readonly now: Instant
  readonly subject?: string // of the mail that is answered
  readonly said: readonly Said[]
}
export type WriteLetter = (order: LetterOrder, around: Around) => Written
