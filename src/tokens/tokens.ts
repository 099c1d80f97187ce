import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TicketId } from '../values/names.ts'
import type { Letter } from '../ticket/letter.ts'

/** A reply address and a Message-ID are the letter's place plus a MAC over what it permits. No clock, no randomness: the same letter, the same mark. */
export type Permits = Pick<Letter, 'number' | 'to' | 'purpose' | 'revision' | 'expires'>
export type Owner = TicketId | 'desk'

/** 80 bits of HMAC-SHA-256 as 20 hex digits, lower case: survives servers that fold case. */
export function mac(secret: string, owner: Owner, letter: Permits): string {
  const text = JSON.stringify([
    owner,
    letter.number,
    letter.to,
    letter.purpose,
    letter.revision ?? '',
    letter.expires,
  ])
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 20)
}
/** `verification+im-2026-0001-4-MAC@jabber.org` */
export const replyAddress = (desk: string, secret: string, owner: Owner, letter: Permits): string =>
  desk.replace('@', `+${owner.toLowerCase()}-${letter.number}-${mac(secret, owner, letter)}@`)
/** `<im-2026-0001.4.MAC@jabber.org>` */
export const messageId = (desk: string, secret: string, owner: Owner, letter: Permits): string =>
  `<${owner.toLowerCase()}.${letter.number}.${mac(secret, owner, letter)}@${desk.split('@')[1] ?? ''}>`
export function proves(secret: string, owner: Owner, letter: Permits, shown: string): boolean {
  const real = mac(secret, owner, letter)
  return same(shown, real)
}

/** `im-2026-0001-HEX`, 128 bits: the operator's link to the page of his ticket. It shows, it permits nothing. */
export const pageToken = (secret: string, id: TicketId): string =>
  `${id.toLowerCase()}-${createHmac('sha256', secret).update(`page ${id}`).digest('hex').slice(0, 32)}`
/** The ticket a page link was made for; undefined for anything else. */
export function pageOwner(secret: string, token: string): TicketId | undefined {
  const id = token.slice(0, -33).toUpperCase() as TicketId
  const real = pageToken(secret, id)
  return same(token, real) ? id : undefined
}

/** Eight digits in two groups for the administrator's chat: short enough to type, bound to ticket and JID. */
export function chatCode(secret: string, id: TicketId, jid: string): string {
  const number =
    createHmac('sha256', secret).update(`chat ${id} ${jid}`).digest().readUInt32BE(0) % 100_000_000
  return String(number)
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-')
}
/** What the owner of a domain puts into DNS or onto the website to agree to this operator's request. */
export const ownerProof = (secret: string, root: string, operator: string): string =>
  `vouch-${createHmac('sha256', secret).update(`owner ${root} ${operator.toLowerCase()}`).digest('hex').slice(0, 32)}`
/** In constant time; lengths are compared in bytes, because strangers write "ü" too. */
function same(shown: string, real: string): boolean {
  const [a, b] = [Buffer.from(shown), Buffer.from(real)]
  return a.length === b.length && timingSafeEqual(a, b)
}
