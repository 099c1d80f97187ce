import type { EmailAddress, Jid, Sha256 } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Revision } from './fact.ts'

export type LetterKind =
  | 'challenge'
  | 'invitation'
  | 'results'
  | 'incomplete'
  | 'consent'
  | 'admin-chat'
  | 'review'
  | 'decision'
  | 'question'
  | 'trial-report'
  | 'outage'
  | 'listed'
  | 'warning'
  | 'suspended'
  | 'revived'
  | 'delisted'
  | 'reminder'
  | 'expired'
  | 'transcript'
  | 'help'
  | 'answer'
  | 'digest'
  | 'alarm'
/** What an answer to this letter may do. */
export type Purpose = 'operator' | 'owner' | 'admin' | 'review' | 'digest' | 'challenge' | 'nothing'
export type To = {
  readonly role: 'operator' | 'owner' | 'reviewers' | 'team' | 'admin'
  readonly address?: EmailAddress | Jid
}
/** What ticket/ asks for: who must be told what, and why. The key is unique in the whole desk: whoever asks second with it gets none. */
export type LetterOrder = {
  readonly key: string
  readonly kind: LetterKind
  readonly to: To
  readonly purpose: Purpose
  readonly revision?: Revision
  readonly cause?: string // the id of the fact that this letter is about
}

/** A letter owed, on its way, or gone: stands in the file of the ticket (or of the desk) that owes it. Bytes: data/mail/SHA256, written before. */
export type Letter = {
  readonly number: number // with the owner's id and a MAC: its reply address, its bounce address, its Message-ID
  readonly key: string
  readonly kind: LetterKind
  readonly to: EmailAddress | Jid
  readonly purpose: Purpose
  readonly revision?: Revision
  readonly expires: Instant
  readonly messageId: string // with angle brackets
  readonly date: Instant
  readonly bytes: Sha256
  readonly delivery: Delivery
}
export type Delivery =
  | {
      readonly state: 'queued' | 'deferred' | 'ambiguous'
      readonly tries: number
      readonly next: Instant
      readonly said?: string
    }
  | { readonly state: 'sending'; readonly tries: number; readonly since: Instant }
  | { readonly state: 'sent'; readonly at: Instant; readonly said: string }
  | { readonly state: 'failed'; readonly at: Instant; readonly said: string }
