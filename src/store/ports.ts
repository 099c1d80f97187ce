import type { DomainName, Sha256, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Ledger } from '../uptime/ledger.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Letter } from '../ticket/letter.ts'
import type { DigestNumbers, Trouble } from '../letters/letters.ts'
import type { DigestRow, Enquiry } from '../sorting/sort.ts'
import type { MailKey } from '../mailbox/mailbox.ts'
import type { FileStamp, Made } from './stamp.ts'

/** data/desk.json: what belongs to no ticket. Owes letters (digest, transcript, help, alarm) the same way as a ticket does. */
export type DeskBook = {
  readonly version: 1
  readonly cursor?: MailKey
  readonly adopted?: true // the mailbox in front of this store is its own
  readonly attempts: { readonly [sha256: string]: number }
  readonly digests: { readonly [week: string]: readonly DigestRow[] }
  readonly numbers?: { readonly [week: string]: DigestNumbers } // what the digest compares with
  readonly letters: readonly Letter[]
  readonly enquiries?: readonly Enquiry[] // people's mails about no ticket, until some time after they were answered
  readonly alarms?: readonly Trouble[] // told to the team and not over: a restart neither repeats nor forgets them
  /** The highest numbers given out of what has been removed since: no number names a second thing. */
  readonly given?: { readonly letter: number; readonly tickets: { readonly [year: string]: number } }
}
/** One file, one owner at a time: `change` runs alone for its id, and resolves when the new state is on disk. The same object back: nothing is written. */
export interface TicketStore {
  read(id: TicketId): Promise<Ticket | undefined>
  change(id: TicketId, how: (ticket: Ticket) => Ticket | Promise<Ticket>): Promise<Ticket>
  create(ticket: Ticket): Promise<void>
  /** Every ticket once, in the order of ids. Throws StoreError naming file and remedy at the first damaged one. */
  each(visit: (ticket: Ticket) => void): Promise<void>
  /**
   * What `make` makes of every ticket, in the order of ids. Taken from `before` where the file is the very one that was
   * read then and `still` holds of it; every other ticket is read. Throws as `each`.
   */
  made<T>(
    make: (ticket: Ticket) => T,
    before?: ReadonlyMap<TicketId, Made<T>>,
    still?: (value: T) => boolean,
  ): Promise<Map<TicketId, Made<T>>>
}
export interface DeskStore {
  read(): DeskBook
  change(how: (book: DeskBook) => DeskBook | Promise<DeskBook>): Promise<DeskBook>
}
/** data/mail/: raw mail in and letters out, write-once, named by what is in them. Durable when `put` resolves. */
export interface MailStore {
  put(bytes: Uint8Array): Promise<Sha256>
  get(name: Sha256): Promise<Uint8Array>
}
/** data/evidence/IM-…/RUN.json */
export interface EvidenceStore {
  put(id: TicketId, evidence: Evidence): Promise<void>
  get(id: TicketId, run: string): Promise<Evidence | undefined>
}
/** data/uptime/DOMAIN.json and data/uptime/heartbeat.json; written by the monitor's process alone. */
export interface LedgerStore {
  get(domain: DomainName): Promise<Ledger | undefined>
  /** What `get` would read now. undefined: no ledger. */
  stamp(domain: DomainName): FileStamp | undefined
  put(ledger: Ledger): Promise<void>
  heartbeat(): Promise<Instant | undefined>
  beat(at: Instant): Promise<void>
}
/** A damaged or unwritable file: `file`, what is wrong, what to do. */
export class StoreError extends Error {
  override name = 'StoreError' as const
  readonly file: string
  readonly kind: 'damaged' | 'unwritable' | 'locked'
  constructor(kind: 'damaged' | 'unwritable' | 'locked', file: string, message: string) {
    super(message)
    this.kind = kind
    this.file = file
  }
}
