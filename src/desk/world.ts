import type { Authenticate } from '../config.ts'
import type { Evidence, ProbeOrder } from '../evidence/evidence.ts'
import type { Desk as Who, WriteDeskLetter, WriteLetter } from '../letters/letters.ts'
import type { Policy } from '../policy/policy.ts'
import type { Roster } from '../sorting/sort.ts'
import type { Cards } from '../store/cards.ts'
import type { DeskStore, EvidenceStore, LedgerStore, MailStore, TicketStore } from '../store/ports.ts'
import type { EmailAddress } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Log } from './log.ts'

/** Everything the desk's loops stand on. Built once, in compose.ts; tests build their own. */
export type World = {
  readonly now: () => Instant // strictly increasing
  readonly policy: Policy
  readonly roster: Roster
  readonly secret: string
  readonly address: EmailAddress
  readonly who: Who
  readonly authenticate: Authenticate
  readonly page: string // base URL of the page, no trailing slash
  readonly tickets: TicketStore
  readonly book: DeskStore
  readonly mail: MailStore
  readonly evidence: EvidenceStore
  readonly ledgers: Pick<LedgerStore, 'get' | 'stamp' | 'heartbeat'>
  readonly cards: Cards
  /** `forStranger`: nobody has proved consent of the domain's owner; then the hourly budgets hold. */
  readonly gather: (order: ProbeOrder, forStranger: boolean) => Promise<Evidence>
  readonly writeLetter: WriteLetter
  readonly writeDeskLetter: WriteDeskLetter
  readonly log: Log
}
