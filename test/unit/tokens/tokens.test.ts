import { describe, expect, test } from 'vitest'
import {
  messageId,
  pageOwner,
  pageToken,
  proves,
  replyAddress,
  type Permits,
} from '../../../src/tokens/tokens.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { EmailAddress, TicketId } from '../../../src/values/names.ts'

const secret = 'a1'.repeat(32)
const id = 'IM-2026-0001' as TicketId
const letter: Permits = {
  number: 4,
  to: 'reviewer@desk.example' as EmailAddress,
  purpose: 'review',
  revision: 'mail:x:1',
  expires: '2026-12-22T12:00:00.000Z' as Instant,
}
const tokenOf = (address: string): string => /-([0-9a-f]{20})@/.exec(address)?.[1] ?? ''

describe('a reply address', () => {
  test('names the ticket, the letter and a MAC of 80 bits, in lower case and within 64 octets', () => {
    const address = replyAddress('verification@jabber.org', secret, id, letter)
    expect(address).toMatch(/^verification\+im-2026-0001-4-[0-9a-f]{20}@jabber\.org$/)
    expect(address).toBe(address.toLowerCase())
    expect(address.indexOf('@')).toBeLessThanOrEqual(64)
    expect(messageId('verification@jabber.org', secret, id, letter)).toBe(
      `<im-2026-0001.4.${tokenOf(address)}@jabber.org>`,
    )
  })
  test('is the same for the same letter, whenever it is asked for', () => {
    expect(replyAddress('d@x.example', secret, id, letter)).toBe(
      replyAddress('d@x.example', secret, id, { ...letter }),
    )
  })
  test.each<[string, Partial<Permits> | { owner: TicketId | 'desk' } | { secret: string }]>([
    ['another letter', { number: 5 }],
    ['another person', { to: 'other@desk.example' as EmailAddress }],
    ['another purpose', { purpose: 'operator' }],
    ['another revision', { revision: 'mail:x:2' }],
    ['another expiry', { expires: '2027-01-01T00:00:00.000Z' as Instant }],
    ['another ticket', { owner: 'IM-2026-0002' as TicketId }],
    ['the desk', { owner: 'desk' }],
    ['another secret', { secret: 'b2'.repeat(32) }],
  ])('permits nothing for %s', (_, change) => {
    const token = tokenOf(replyAddress('d@x.example', secret, id, letter))
    expect(proves(secret, id, letter, token)).toBe(true)
    const owner = 'owner' in change ? change.owner : id
    const key = 'secret' in change ? change.secret : secret
    expect(
      proves(key, owner, { ...letter, ...('owner' in change || 'secret' in change ? {} : change) }, token),
    ).toBe(false)
  })
  test.each(['', 'x', '0'.repeat(20), '0'.repeat(21), 'ü'.repeat(20), 'ü'.repeat(10)])(
    '%j proves nothing and breaks nothing',
    (shown) => {
      expect(proves(secret, id, letter, shown)).toBe(false)
    },
  )
})

describe('a page link', () => {
  test('leads to its ticket and to no other', () => {
    const token = pageToken(secret, id)
    expect(token).toMatch(/^im-2026-0001-[0-9a-f]{32}$/)
    expect(pageOwner(secret, token)).toBe(id)
    expect(pageOwner('b2'.repeat(32), token)).toBeUndefined()
    expect(pageOwner(secret, token.replace('0001', '0002'))).toBeUndefined()
  })
  test.each(['', '-', 'im-2026-0001', 'ü'.repeat(45), '../../secret'])('%j leads nowhere', (token) => {
    expect(pageOwner(secret, token)).toBeUndefined()
  })
})
