import { describe, expect, test } from 'vitest'
import { Cards } from '../../../src/store/cards.ts'
import type { Card } from '../../../src/ticket/card.ts'
import { plus, type Instant } from '../../../src/values/instant.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { noon, ticketId } from './samples.ts'

const card = (number: number, more: Partial<Card> = {}): Card =>
  ({
    id: ticketId(number),
    domain: 'im.example' as DomainName,
    root: 'im.example' as DomainName,
    operator: 'admin@im.example' as EmailAddress,
    sharedKeys: [],
    unsent: [],
    ...more,
  }) as Card
const ids = (cards: readonly Card[]): string[] => cards.map((one) => one.id)

describe('the card index', () => {
  test('finds by id, by domain, by owner and operator, by operator, by letter key', () => {
    const cards = new Cards()
    cards.put(card(1, { sharedKeys: ['consent/im.example'] }))
    cards.put(card(2, { domain: 'chat.im.example' as DomainName }))
    cards.put(card(3, { operator: 'other@im.example' as EmailAddress }))
    expect(cards.card(ticketId(2))?.domain).toBe('chat.im.example')
    expect(ids(cards.about('im.example' as DomainName))).toEqual(['IM-2026-0001', 'IM-2026-0003'])
    expect(ids(cards.ownedBy('im.example' as DomainName, 'ADMIN@im.example' as EmailAddress))).toEqual([
      'IM-2026-0001',
      'IM-2026-0002',
    ])
    expect(ids(cards.operatedBy('other@im.example' as EmailAddress))).toEqual(['IM-2026-0003'])
    expect([cards.asked('consent/im.example'), cards.asked('consent/x')]).toEqual([true, false])
  })
  test('a card put again replaces the old one everywhere', () => {
    const cards = new Cards()
    cards.put(card(1, { sharedKeys: ['a'], due: noon }))
    cards.put(
      card(1, {
        domain: 'new.example' as DomainName,
        root: 'new.example' as DomainName,
        operator: 'new@new.example' as EmailAddress,
        sharedKeys: ['b'],
      }),
    )
    expect(cards.about('im.example' as DomainName)).toEqual([])
    expect(cards.ownedBy('im.example' as DomainName, 'admin@im.example' as EmailAddress)).toEqual([])
    expect(cards.operatedBy('admin@im.example' as EmailAddress)).toEqual([])
    expect([cards.asked('a'), cards.asked('b'), cards.size]).toEqual([false, true, 1])
    expect([cards.due(plus(noon, 1e9)), cards.nextDue()]).toEqual([[], undefined])
    cards.remove(ticketId(1))
    expect([cards.size, cards.asked('b'), cards.all()]).toEqual([0, false, []])
  })
  test('tells what is due, the longest waiting first, again and again until the card says otherwise', () => {
    const cards = new Cards()
    for (const [number, after] of [
      [1, 30],
      [2, 10],
      [3, 20],
      [4, 40],
    ] as const)
      cards.put(card(number, { due: plus(noon, after) }))
    expect(ids(cards.due(plus(noon, 30)))).toEqual(['IM-2026-0002', 'IM-2026-0003', 'IM-2026-0001'])
    expect(ids(cards.due(plus(noon, 30)))).toHaveLength(3)
    cards.put(card(2, { due: plus(noon, 50) }))
    expect(cards.nextDue()).toBe(plus(noon, 20))
    expect(ids(cards.due(plus(noon, 30)))).toEqual(['IM-2026-0003', 'IM-2026-0001'])
    expect(ids(cards.due(noon))).toEqual([])
  })
  test('keeps time for 2,000 cards like a sorted list would', () => {
    const cards = new Cards()
    let seed = 1
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    const due = new Map<string, Instant>()
    for (let i = 0; i < 6000; i += 1) {
      const one = card(1 + random(2000), { due: plus(noon, random(100_000)) })
      cards.put(one)
      due.set(one.id, one.due as Instant)
    }
    const now = plus(noon, 50_000)
    const expected = [...due].filter(([, at]) => at <= now).sort((a, b) => (a[1] < b[1] ? -1 : 1))
    const found = cards.due(now)
    expect(found.map((one) => one.due)).toEqual(expected.map(([, at]) => at))
    expect(new Set(ids(found))).toEqual(new Set(expected.map(([id]) => id)))
    expect(cards.nextDue()).toBe(expected[0]?.[1])
  })
  test('knows whose letters are to go', () => {
    const cards = new Cards()
    cards.put(
      card(1, {
        unsent: [
          { number: 1, next: plus(noon, 50) },
          { number: 2, next: plus(noon, 5) },
        ],
      }),
    )
    cards.put(card(2))
    expect([
      cards.nextLetter(),
      ids(cards.lettersDue(plus(noon, 4))),
      ids(cards.lettersDue(plus(noon, 5))),
    ]).toEqual([plus(noon, 5), [], ['IM-2026-0001']])
    cards.put(card(1))
    expect(cards.nextLetter()).toBeUndefined()
  })
  test('continues after the highest number of the year and gives none out twice', () => {
    const cards = new Cards()
    cards.put(card(7))
    cards.put(card(1, { id: ticketId(9999, 2025) }))
    expect([cards.nextId(2026), cards.nextId(2026), cards.nextId(2027), cards.nextId(2025)]).toEqual([
      'IM-2026-0008',
      'IM-2026-0009',
      'IM-2027-0001',
      'IM-2025-10000',
    ])
  })
})
