import { describe, expect, it } from 'vitest'
import type { DomainName } from '../../src/values/names.ts'
import { days } from '../../src/values/instant.ts'
import type { Reading } from '../../src/sorting/reading.ts'
import { take } from '../../src/desk/take.ts'
import { day, good, isKill, operator, owner, Play, reviewer, service } from '../unit/desk/play.ts'

const second = 'b.example.org' as DomainName
/** One life of two services, killed at the n-th durable or outward act; what was not marked handled comes again. */
async function life(killAt: number): Promise<Play> {
  const play = new Play({ trial: days(3) })
  play.killAt = killAt
  const survive = async (deed: () => Promise<unknown>) => {
    for (;;)
      try {
        return await deed()
      } catch (error) {
        if (!isKill(error)) throw error
        await play.restart()
      }
  }
  const inputs: readonly (() => Reading)[] = [
    () => play.mail(operator, { claims: [good, { ...good, domain: second }], same: 'm1' }),
    () =>
      play.mail(owner, {
        commands: [{ verb: 'confirm', line: 1 }],
        mark: play.mark('consent', owner),
        same: 'm2',
      }),
    () =>
      play.mail(reviewer, {
        commands: [{ verb: 'approve', line: 1 }],
        mark: play.mark('review', reviewer, 'im-2026-0001'),
        same: 'm3',
      }),
  ]
  for (const input of inputs) {
    await survive(() => play.work())
    const mail = input()
    await survive(() => take(play.desk, mail))
    await survive(() => play.work())
    if (play.ledgers.size === 0) play.upFromNow(service, second)
  }
  for (let n = 0; n < 5; n++) await survive(() => play.pass(day, day))
  return play
}
type Stored = {
  readonly letters: readonly { readonly key: string }[]
  readonly told?: { readonly stage: string }
}
const picture = (play: Play) =>
  [...play.files].map(([name, text]) => {
    const { letters, told } = JSON.parse(text) as Stored
    return `${name} ${told?.stage ?? ''} ${letters
      .map((letter) => letter.key.replace(/(uptime|run|milestone):.*/, ''))
      .sort()
      .join(' ')}`
  })
const bodies = (play: Play) => {
  const byId = new Map<string, Set<string>>()
  for (const { id, hash } of play.sent) byId.set(id, (byId.get(id) ?? new Set()).add(hash))
  return byId
}

describe('a desk killed at any act', () => {
  it('ends with the same letters and stages, each Message-ID with one body', async () => {
    const calm = await life(-1)
    expect(calm.acts).toBeGreaterThan(100)
    for (let n = 0; n < calm.acts; n++) {
      const play = await life(n)
      expect(picture(play), `killed at act ${n}`).toEqual(picture(calm))
      expect([...bodies(play).values()].every((one) => one.size === 1)).toBe(true)
      expect(bodies(play).size).toBe(bodies(calm).size)
    }
  }, 600_000)
})
