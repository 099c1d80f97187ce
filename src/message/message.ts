import type { DomainName, EmailAddress, Sha256, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'

export type Header = readonly [name: string, value: string]
/** What intake/ gathered from raw bytes (MIME decoded twice, DKIM looked up). Like Evidence: data, so that message/ can judge without DNS. */
export type OpenedMail = {
  readonly raw: Sha256
  readonly same: string // digest without transit headers
  readonly receivedAt: Instant
  /** All header fields in order, unfolded, names in lower case, values decoded (RFC 2047). */
  readonly headers: readonly Header[]
  /** The From field as it came, before RFC 2047: an encoded name may look like an address. */
  readonly from: readonly string[]
  readonly text: string | undefined
  readonly html: string | undefined
  /** Parts that are not the body but that we read, as text, in order: reports, mails inside the mail (header, blank line, text), vCards, JSON. */
  readonly attached: readonly { readonly type: string; readonly text: string }[]
  readonly signatures: readonly DkimResult[]
  readonly parsersAgree: boolean
}
export type DkimResult = {
  readonly domain: DomainName
  readonly result: 'pass' | 'fail' | 'temporary' | 'none'
  readonly signedHeaders: readonly string[]
  readonly wholeBody: boolean
  readonly signedAt?: Instant
}

/** Whether this one mail is from whom it says; `why` is shown in transcripts. */
export type Authenticity = { readonly proven: boolean; readonly domain?: DomainName; readonly why: string }
/** How senders are believed, as the config says it. */
export type Authenticate =
  | { readonly with: 'dkim' }
  | { readonly with: 'header'; readonly server: string }
  | { readonly with: 'none' }
/**
 * A line of what the author wrote; numbers count from 1 in `written`. `quoted`: somebody else's words that he left
 * standing between or before his own. They are shown and never acted upon.
 */
export type Line = { readonly number: number; readonly text: string; readonly quoted?: true }
export type Bounce = {
  readonly recipient?: EmailAddress
  readonly status?: string // RFC 3463, `5.1.1`
  readonly permanent: boolean // this address is dead
  readonly originalMessageId?: string // with angle brackets
}
/** The letter that a mail says it answers: parsed out of a plus-address or a Message-ID of ours, not yet believed. */
export type LetterMark = {
  readonly owner: TicketId | 'desk'
  readonly number: number
  readonly mac: string
  readonly foundIn: 'recipient' | 'returned' | 'thread'
}

export type Message = {
  readonly raw: Sha256
  readonly same: string // digest over what the author sent, without transit headers: two deliveries of one mail have one
  readonly kind: 'person' | 'automatic' | 'bounce'
  readonly automatic?: string // why it is automatic, for logs and `vouch parse`
  readonly author?: { readonly address: EmailAddress; readonly name: string }
  readonly authenticity: Authenticity
  readonly receivedAt: Instant
  readonly messageId?: string
  readonly references: readonly string[]
  readonly subject: string
  readonly marks: readonly LetterMark[]
  readonly tag?: TicketId // `[IM-2026-0001]` in the Subject
  readonly answersUs: boolean // In-Reply-To or References at our domain, or a tag
  readonly written: readonly Line[]
  readonly bounces: readonly Bounce[]
}
