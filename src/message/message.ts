import type { DomainName, EmailAddress, Sha256, TicketId } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'

/** What intake/ gathered from raw bytes (MIME decoded twice, DKIM looked up). Like Evidence: data, so that message/ can judge without DNS. */
export type OpenedMail = {
  readonly raw: Sha256
  readonly receivedAt: Instant
  /** All header fields in order, unfolded, names in lower case, values decoded (RFC 2047). */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly text: string | undefined
  readonly html: string | undefined
  /** message/delivery-status and message/rfc822 parts as text, in order. */
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
/** A line of what the author wrote; numbers count from 1 in `written`. */
export type Line = { readonly number: number; readonly text: string }
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
  readonly foundIn: 'recipient' | 'thread'
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
