import { describe, expect, it } from 'vitest'
import type { Fact, FactOf, Vote } from '../../../src/ticket/fact.ts'
import { cardOf } from '../../../src/ticket/card.ts'
import { standsNow, type Stands } from '../../../src/ticket/stands.ts'
import { at } from '../../../src/ticket/standing.ts'
import { step } from '../../../src/ticket/step.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { minutes, plus, type Instant } from '../../../src/values/instant.ts'
import { operator, owner } from '../desk/play.ts'
import { claimed, empty, outcome, policy as one, start } from './facts-of.ts'

const [ann, bob, cyd] = ['ann', 'bob', 'cyd'].map((name) => `${name}@jabber.org` as EmailAddress) as [
  EmailAddress,
  EmailAddress,
  EmailAddress,
]
const two = { ...one, quorum: 2 }
const minute = (n: number): Instant => plus(start, minutes(10 + n))
const before: readonly Fact[] = [
  claimed(undefined),
  { id: 'a', at: plus(start, 1), kind: 'sender-confirmed', of: 'mail:0:claims', how: 'dkim' },
  {
    id: 'b',
    at: plus(start, 2),
    kind: 'owner-answered',
    by: owner,
    operator,
    answer: 'confirm',
    how: 'mail',
  },
  {
    id: 'c',
    at: plus(start, 3),
    kind: 'checked',
    run: 'c',
    revision: 'mail:0:claims',
    policy: '1',
    verdict: 'eligible',
    outcomes: [outcome('tls.validity', 'pass', start)],
    measured: {},
    firstEligible: start,
  },
]
type Word = readonly [number, EmailAddress, Vote | 'undo']
const fact = ([n, by, word]: Word): FactOf<'voted'> | FactOf<'vote-undone'> =>
  word === 'undo'
    ? { id: `v${n}`, at: minute(n), kind: 'vote-undone', by }
    : { id: `v${n}`, at: minute(n), kind: 'voted', by, vote: word, revision: 'mail:0:claims~', reason: word }
/** The ticket after these words, at their minutes, and at `end`. */
function after(words: readonly Word[], end: number, policy = one): Ticket {
  let { ticket } = step(empty, before, policy, minute(0))
  for (const word of words) ticket = step(ticket, [fact(word)], policy, minute(word[0])).ticket
  return step(ticket, [], policy, minute(end)).ticket
}
const stands = (words: readonly Word[], policy = one): Stands => standsNow(after(words, 60, policy), policy)
const decision = (words: readonly Word[], end: number, policy = one) => {
  const { told } = after(words, end, policy)
  return told && at(told, 'decision').state
}

describe('a hold', () => {
  it('stops the clock until somebody decides', () => {
    const words: readonly Word[] = [[1, ann, 'hold']]
    expect(stands(words)).toMatchObject({ what: 'held', by: ann, approvals: 0, needed: 1 })
    expect(decision(words, 60 * 24 * 30)).toBe('open')
  })
  it('ends with an approval of any other reviewer', () => {
    const words: readonly Word[] = [
      [1, ann, 'hold'],
      [30, bob, 'approve'],
    ]
    expect(stands(words)).toMatchObject({ what: 'approve', by: bob, final: minute(40) })
    expect([decision(words, 39), decision(words, 41)]).toEqual(['open', 'met'])
  })
  it('ends with a rejection of any other reviewer', () => {
    expect(
      stands([
        [1, ann, 'hold'],
        [30, bob, 'reject'],
      ]),
    ).toMatchObject({ what: 'reject', by: bob, final: minute(40) })
  })
  it('outweighs an approval before it, and the word that ends it has its whole undo window', () => {
    const held: readonly Word[] = [
      [1, ann, 'approve'],
      [5, bob, 'hold'],
    ]
    expect(decision(held, 60)).toBe('open')
    expect(stands([...held, [30, ann, 'approve']])).toMatchObject({ what: 'approve', final: minute(40) })
    expect(stands([...held, [30, bob, 'approve']])).toMatchObject({ what: 'approve', final: minute(40) })
  })
  it('stops the clock of a rejection too', () => {
    expect(
      stands([
        [1, ann, 'reject'],
        [5, bob, 'hold'],
      ]).what,
    ).toBe('held')
  })
  it('ends where several approvals are needed, and they are needed still', () => {
    const words: readonly Word[] = [
      [1, ann, 'approve'],
      [2, bob, 'hold'],
      [30, cyd, 'approve'],
    ]
    expect(stands(words.slice(1), two)).toMatchObject({ what: 'open', approvals: 1, needed: 2 })
    expect(stands(words, two)).toMatchObject({ what: 'approve', approvals: 2, final: minute(40) })
  })
  it('stands on the card, so that a word said again after it is news', () => {
    expect(cardOf(after([[1, ann, 'hold']], 2), one).held).toBe(ann)
    expect(cardOf(after([[1, ann, 'approve']], 2), one).held).toBeUndefined()
  })
})

describe('undo', () => {
  it('brings back what stood before: the hold of another', () => {
    expect(
      stands([
        [1, ann, 'hold'],
        [30, bob, 'reject'],
        [35, bob, 'undo'],
      ]),
    ).toMatchObject({ what: 'held', by: ann })
  })
  it('takes back the last word of its author alone', () => {
    const words: readonly Word[] = [
      [1, ann, 'hold'],
      [2, ann, 'reject'],
      [3, ann, 'undo'],
    ]
    expect(stands(words)).toMatchObject({ what: 'held', by: ann })
    expect(stands([...words, [4, ann, 'undo']]).what).toBe('open')
  })
  it('takes back nothing after the window', () => {
    expect(
      stands([
        [1, ann, 'hold'],
        [30, ann, 'undo'],
      ]).what,
    ).toBe('held')
  })
})

it('what stands says whether the owner refused', () => {
  const ticket = after([[1, ann, 'approve']], 2)
  const no: Fact = {
    id: 'no',
    at: minute(3),
    kind: 'owner-answered',
    by: owner,
    operator,
    answer: 'deny',
    how: 'mail',
  }
  expect(standsNow(ticket, one).ownerRefused).toBe(false)
  expect(standsNow(step(ticket, [no], one, minute(3)).ticket, one).ownerRefused).toBe(true)
})
