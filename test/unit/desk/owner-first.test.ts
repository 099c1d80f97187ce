import { describe, expect, it } from 'vitest'
import { hours, minutes } from '../../../src/values/instant.ts'
import { digestModel } from '../../../src/letters/digest.ts'
import { digestSource } from '../../../src/desk/digest.ts'
import { begun, consented, day, good, operator, owner, Play, reviewer } from './play.ts'

const say = (play: Play, verb: 'confirm' | 'deny') =>
  play.take(play.mail(owner, { commands: [{ verb, line: 1 }], mark: play.mark('consent', owner) }))
const to = (play: Play, whom: string, mark = 0) =>
  play.since(mark).filter((letter) => letter.endsWith(`→${whom}`))
const digest = (play: Play) =>
  digestModel(
    digestSource(play.desk.world, { week: '2026-W48', timeZone: 'UTC', quarantined: [], troubles: [] }),
  )
const asked = (play: Play) => {
  const strangers: boolean[] = []
  const world = play.desk.world
  const gather = (order: Parameters<typeof world.gather>[0], stranger: boolean) => {
    strangers.push(stranger)
    return Promise.resolve(play.evidence(order))
  }
  Object.assign(world, { gather })
  return strangers
}

describe('before the owner has spoken', () => {
  it('nobody asks the reviewers to decide, and the digest says who is waited for', async () => {
    const play = await begun()
    expect(to(play, reviewer)).toEqual([])
    expect([digest(play).reviewers.length, digest(play).owner.length]).toEqual([0, 1])
    const mark = play.letters().length
    await say(play, 'confirm')
    expect(to(play, reviewer, mark)).toEqual([`review→${reviewer}`])
  })
  it('their time does not run: a late consent brings one letter and no reminder', async () => {
    const play = await begun()
    await play.pass(20 * day)
    const mark = play.letters().length
    await say(play, 'confirm')
    await play.pass(2 * day)
    expect(to(play, reviewer, mark)).toEqual([`review→${reviewer}`])
    await play.pass(2 * day)
    expect(to(play, reviewer, mark)).toEqual([`review→${reviewer}`, `reminder→${reviewer}`])
  })
  it('they are asked at once where no consent is asked for', async () => {
    expect(to(await begun({ consent: 'off' }), reviewer)).toEqual([`review→${reviewer}`])
    expect(to(await begun({ consent: 'optional' }), reviewer)).toEqual([`review→${reviewer}`])
  })
})

describe('after the owner’s no', () => {
  it('nothing goes on: no check, no watching, no verdict, and the operator hears of it once', async () => {
    const play = await consented()
    const mark = play.letters().length
    await say(play, 'deny')
    const strangers = asked(play)
    await play.pass(9 * day, hours(6))
    expect(strangers).toEqual([])
    const { wants } = play.desk.world.cards.all()[0] ?? { wants: undefined }
    expect(wants).toMatchObject({ watch: false })
    expect([wants?.check, wants?.uptime]).toEqual([undefined, undefined])
    expect(to(play, operator, mark)).toEqual([`decision→${operator}`, `reminder→${operator}`])
  })
  it('an approval tells the operator nothing a second time', async () => {
    const play = await consented()
    const review = play.mark('review')
    const mark = play.letters().length
    await say(play, 'deny')
    await play.take(play.mail(reviewer, { commands: [{ verb: 'approve', line: 1 }], mark: review }))
    await play.pass(hours(2), minutes(10))
    expect(to(play, operator, mark)).toEqual([`decision→${operator}`])
  })
  it('a check that was under way brings no results', async () => {
    const play = new Play()
    const world = play.desk.world
    Object.assign(world, {
      gather: async (order: Parameters<typeof world.gather>[0]) => {
        await play.desk.tell(play.ticket().id, [
          {
            id: 'no',
            at: play.now,
            kind: 'owner-answered',
            by: owner,
            operator,
            answer: 'deny',
            how: 'mail',
          },
        ])
        return play.evidence(order)
      },
    })
    await play.take(play.mail(operator, { claims: [good] }))
    expect(to(play, operator)).toEqual([`decision→${operator}`])
  })
  it('the digest has it as the operator’s turn and asks nobody to decide, though the month is over', async () => {
    const play = await consented()
    await play.pass(31 * day, hours(6))
    expect(digest(play).waiting).toBe(1)
    await say(play, 'deny') // the token of the letter is a month old
    await play.desk.tell(play.ticket().id, [
      { id: 'no', at: play.now, kind: 'owner-answered', by: owner, operator, answer: 'deny', how: 'mail' },
    ])
    const { reviewers, waiting, operator: his } = digest(play)
    expect([reviewers.length, waiting, his[0]?.refused]).toEqual([0, 0, true])
  })
  it('when the owner says otherwise all goes on, and the operator is told how it stands', async () => {
    const play = await begun()
    const strangers = asked(play)
    await say(play, 'deny')
    await play.pass(2 * day)
    const mark = play.letters().length
    await say(play, 'confirm')
    expect(strangers).toEqual([false])
    expect(to(play, operator, mark)).toEqual([`results→${operator}`])
  })
})
