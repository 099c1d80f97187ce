import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/ticket/fact.ts'
import { digestModel, digestRows } from '../../../src/letters/digest.ts'
import { cardOf, type Card } from '../../../src/ticket/card.ts'
import { checklist } from '../../../src/ticket/checklist.ts'
import { isClosed, wants } from '../../../src/ticket/standing.ts'
import { step } from '../../../src/ticket/step.ts'
import { later } from '../../../src/ticket/known.ts'
import { earliest, plus } from '../../../src/values/instant.ts'
import { day, empty, live, lives, policy, start } from './facts-of.ts'

const end = plus(start, 200 * day)
const rowsOf = (card: Card): number =>
  digestRows(
    digestModel({
      desk: { name: 'Desk', address: 'desk@example.org' },
      policy,
      now: end,
      week: '2026-W48',
      window: { from: start, to: end },
      cards: [card],
      enquiries: [],
      quarantined: [],
      troubles: [],
    }),
  ).length

describe('any life of a ticket', () => {
  it('gives one checklist, in whatever order and however often its facts arrive', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), ({ first, rest }, chance) => {
        const now = rest.reduce((last, fact) => later(last, fact.at), start)
        const order = (facts: readonly Fact[]) => {
          let ticket = step(empty, [first], policy, start).ticket
          for (const fact of facts) ticket = step(ticket, [fact], policy, now).ticket
          return checklist(
            { ...ticket, facts: ticket.facts.filter((fact) => fact.kind !== 'milestone') },
            policy,
            now,
          )
        }
        const keyed = [...rest, ...rest.slice(0, 5)].map((fact) => [chance.next().value ?? 0, fact] as const)
        const shuffled = keyed.toSorted(([a], [b]) => a - b).map(([, fact]) => fact)
        expect(order(shuffled)).toEqual(order(rest))
      }),
      { numRuns: 500 },
    )
  })
  it('lists nothing with an open or refused item', () => {
    fc.assert(
      fc.property(lives, ({ first, rest }) => {
        const { seen } = live(first, rest, end, true)
        seen.forEach((ticket, n) => {
          const listed =
            ticket.told?.stage === 'listed' &&
            !['listed', 'suspended'].includes(seen[n - 1]?.told?.stage ?? '')
          if (listed)
            expect(
              ticket.told?.items.filter((item) => item.state === 'open' || item.state === 'refused'),
            ).toEqual([])
        })
      }),
      { numRuns: 500 },
    )
  })
  it('always has somebody who must act, a time at which something happens and a row in the digest, until it is closed', () => {
    fc.assert(
      fc.property(lives, ({ first, rest }) => {
        for (const ticket of live(first, rest, end, true).seen) {
          const stage = ticket.told?.stage
          if (stage === undefined || isClosed(stage)) continue
          const card = cardOf(ticket, policy)
          const { check, uptime, wake } = wants(ticket, policy)
          if (stage !== 'listed') {
            expect(card.waitsFor, stage).not.toEqual([])
            expect(rowsOf(card), stage).toBe(1)
          }
          expect(earliest(check, uptime, wake), stage).toBeDefined()
        }
      }),
      { numRuns: 300 },
    )
  })
  it('reaches the same end after a long sleep, for a ticket that nobody touches', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 400 }), ({ first, rest }, days) => {
        const awake = live(first, rest, plus(end, days * day), true).ticket
        const asleep = live(first, rest, plus(end, days * day), false).ticket
        const closedAwake = isClosed(awake.told?.stage ?? 'incomplete')
        if (!closedAwake && !rest.some((fact) => fact.kind === 'uptime' || fact.kind === 'checked'))
          expect(asleep.told?.stage).toBe(awake.told?.stage)
      }),
      { numRuns: 200 },
    )
  })
})
