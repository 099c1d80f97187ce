import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../../src/uptime/ledger.ts'
import type { FactOf } from '../../../src/ticket/fact.ts'
import { hours, minutes, plus } from '../../../src/values/instant.ts'
import { begun, day, listed, operator, service, type Play } from './play.ts'

/** Down for so long from now on, and up after it. */
function fails(play: Play, ms: number): void {
  const ledger = play.ledgers.get(service)
  if (ledger === undefined) throw new Error('not watched')
  play.ledgers.set(service, {
    ...ledger,
    changes: [
      ...ledger.changes,
      { at: play.now, to: 'down', side: 'c2s', why: 'refused' },
      { at: plus(play.now, ms), to: 'up' },
    ],
  })
}
const month = 30 * day
const judged = (play: Play) =>
  play.ticket().facts.findLast((fact): fact is FactOf<'uptime'> => fact.kind === 'uptime')

describe('a listed service in a month', () => {
  it.each([
    ['43 min 12 s down: nothing', month * 0.001, [false, false]],
    ['a millisecond more: a warning', month * 0.001 + 1, [true, false]],
    ['3 h 36 min down: still a warning', month * 0.005, [true, false]],
    ['a millisecond more: off the list', month * 0.005 + 1, [true, true]],
  ])('%s', async (_, ms, expected) => {
    const play = await listed()
    const mark = play.letters().length
    fails(play, ms)
    await play.pass(2 * day)
    expect([judged(play)?.lowForSure, judged(play)?.belowForSure]).toEqual(expected)
    const [low, below] = expected
    const letters = play.since(mark)
    expect(below ? letters.slice(-1) : letters).toEqual(
      below ? [`suspended→${operator}`] : low ? [`warning→${operator}`] : [],
    )
  })
  it('is warned once for a dip, and again for the next', async () => {
    const play = await listed()
    const mark = play.letters().length
    fails(play, minutes(50))
    await play.pass(40 * day, hours(6))
    expect(play.since(mark)).toEqual([`warning→${operator}`])
    expect([judged(play)?.lowForSure, play.stage()]).toEqual([false, 'listed'])
    fails(play, minutes(50))
    await play.pass(2 * day, hours(6))
    expect(play.since(mark)).toEqual([`warning→${operator}`, `warning→${operator}`])
  })
})

describe('a listed service that is down for a day in one piece', () => {
  it('leaves the list then, not with the next daily figures', async () => {
    const play = await listed()
    play.policy = { ...play.policy, suspendBelow: 0.9, version: '2' }
    await play.restart()
    await play.pass(hours(5), hours(1))
    const began = play.now
    const id = play.ticket().id
    play.ledgers.set(service, {
      ...(play.ledgers.get(service) as Ledger),
      changes: [{ at: began, to: 'down', side: 'c2s', why: 'refused' }],
    })
    await play.desk.tell(id, [{ id: 'out', at: play.now, kind: 'outage', began, why: 'refused' }])
    await play.pass(day - minutes(5), minutes(30))
    expect(play.stage()).toBe('listed')
    await play.pass(minutes(10), minutes(1))
    expect(play.stage()).toBe('suspended')
  })
})

describe('an outage in planned work', () => {
  const told = async (announced: boolean, lasts: number) => {
    const play = await begun()
    const began = plus(play.now, hours(2))
    const id = play.ticket().id
    if (announced)
      await play.desk.tell(id, [
        {
          id: 'work',
          at: play.now,
          kind: 'maintenance',
          by: operator,
          window: { from: plus(began, minutes(1)), to: plus(began, hours(1)) },
        },
      ])
    await play.pass(hours(2), minutes(5))
    const mark = play.letters().length
    await play.desk.tell(id, [{ id: 'out', at: play.now, kind: 'outage', began, why: 'refused' }])
    await play.pass(lasts, minutes(1))
    return play.since(mark).filter((letter) => letter.startsWith('outage'))
  }
  it('is told ten minutes after it began when nobody announced it', async () => {
    expect(await told(false, minutes(9))).toEqual([])
    expect(await told(false, minutes(12))).toEqual([`outage→${operator}`])
  })
  it('is told when it has lasted ten minutes beside what was announced', async () => {
    expect(await told(true, hours(1) + minutes(8))).toEqual([])
    expect(await told(true, hours(1) + minutes(12))).toEqual([`outage→${operator}`])
  })
})
