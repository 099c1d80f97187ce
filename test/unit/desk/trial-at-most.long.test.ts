import { describe, expect, it } from 'vitest'
import type { State } from '../../../src/uptime/ledger.ts'
import { hours, minutes, plus, type Instant } from '../../../src/values/instant.ts'
import { approve, consented, day, operator, reviewer, service, type Play } from './play.ts'

/** From now on, for so long. */
function then(play: Play, to: State, ms: number): void {
  const ledger = play.ledgers.get(service)
  if (ledger === undefined) throw new Error('not watched')
  const changes = [
    { at: play.now, to, ...(to === 'down' && { side: 'c2s' as const, why: 'refused' }) },
    { at: plus(play.now, ms), to: 'up' as const },
  ]
  play.ledgers.set(service, { ...ledger, changes: [...ledger.changes, ...changes] })
}
/** The desk does not run, and nobody sees anything; then it starts. */
async function off(play: Play, ms: number): Promise<void> {
  then(play, 'unknown', ms)
  play.now = plus(play.now, ms)
  await play.restart()
  await play.work()
}
/** An hour down every week: more than a month allows, however the window lies. */
async function flaky(play: Play, weeks: number): Promise<void> {
  for (let n = 0; n < weeks; n++) {
    then(play, 'down', hours(1))
    await play.pass(7 * day, hours(6))
  }
}
const closed = (play: Play): readonly [string, Instant | undefined] => [
  play.stage(),
  play.ticket().facts.findLast((fact) => fact.kind === 'milestone')?.at,
]

describe('a test of uptime that was met and waits for slow reviewers', () => {
  it('stays met after two days in which the desk was off', async () => {
    const play = await consented()
    await play.pass(32 * day, hours(6))
    expect(play.stage()).toBe('review')
    await off(play, 2 * day)
    await play.pass(2 * day)
    expect(play.stage()).toBe('review')
    await play.take(
      play.mail(reviewer, {
        commands: [{ verb: 'approve', line: 1 }],
        mark: play.mark('reminder', reviewer),
      }),
    )
    await play.pass(day)
    expect(play.stage()).toBe('listed')
  })
  it('stays met until the gap has left the month', async () => {
    const play = await consented()
    await play.pass(32 * day, hours(6))
    await off(play, 3 * day)
    for (let n = 0; n < 40; n++) {
      await play.pass(day, hours(6))
      expect(`day ${n}: ${play.stage()}`).toBe(`day ${n}: review`)
    }
  })
  it('is lost by what was seen since, and by a month without being seen; neither ends it', async () => {
    const play = await consented()
    await play.pass(95 * day, hours(6))
    await off(play, 2 * day)
    then(play, 'down', hours(1))
    await play.pass(2 * day)
    expect(play.stage()).toBe('trial')
    await play.pass(40 * day, hours(6))
    expect(play.stage()).toBe('review')
    await off(play, 32 * day)
    await play.pass(2 * day)
    expect(play.stage()).toBe('trial')
    await play.pass(31 * day, hours(6))
    expect(play.stage()).toBe('review')
  })
  it('is not ended by an hour down, and waits for them as long as they need', async () => {
    const play = await consented()
    await play.pass(95 * day, hours(6))
    then(play, 'down', hours(1))
    await play.pass(2 * day, hours(6))
    expect(play.stage()).toBe('trial')
    await flaky(play, 20)
    expect(play.stage()).toBe('trial')
  })
  it('once they have approved, has the whole time of a test again from its loss', async () => {
    const play = await consented({ phone: 'required' })
    await approve(play)
    await play.pass(95 * day, hours(6))
    expect(play.stage()).toBe('review')
    const lost = play.now
    await flaky(play, 12)
    expect(play.stage()).toBe('trial')
    await flaky(play, 2)
    const [stage, at = ''] = closed(play)
    expect(stage).toBe('expired')
    expect([at >= plus(lost, 90 * day), at < plus(lost, 92 * day)]).toEqual([true, true])
  })
})

describe('a test of uptime that is never met', () => {
  it('ends on its ninetieth day, and its operator is told', async () => {
    const play = await consented()
    const [began, mark] = [play.now, play.letters().length]
    await flaky(play, 14)
    const [stage, at = ''] = closed(play)
    expect(stage).toBe('expired')
    expect([at >= plus(began, 90 * day - hours(1)), at < plus(began, 90 * day + hours(7))]).toEqual([
      true,
      true,
    ])
    expect(play.since(mark)).toContain(`expired→${operator}`)
  })
  it('does not end while what we did not see leaves it open, but for a month that we saw', async () => {
    const play = await consented()
    await play.pass(20 * day, hours(6))
    await off(play, 71 * day)
    then(play, 'down', hours(1))
    await play.pass(2 * day, minutes(360))
    expect(play.stage()).toBe('trial')
    await flaky(play, 5)
    expect(play.stage()).toBe('expired')
  })
})
