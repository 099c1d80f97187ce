import { describe, expect, it } from 'vitest'
import type { EmailAddress } from '../../../src/values/names.ts'
import { isoWeek } from '../../../src/desk/digest.ts'
import { begun, day, Play, reviewer, service } from './play.ts'

const dana = 'dana@example.net' as EmailAddress
const kept = (play: Play) => play.desk.world.book.read().enquiries ?? []
const rows = (play: Play) => play.desk.world.book.read().digests[isoWeek(play.now, 'UTC')] ?? []
const text = (play: Play, kind: string): string =>
  new TextDecoder().decode(play.bytes.get(play.sent.findLast((one) => one.kind === kind)?.hash ?? ''))
const answer = (play: Play, row: number, from = reviewer) =>
  play.mail(from, {
    commands: [{ verb: 'answer', argument: 'It takes a month.', line: 1, row }],
    mark: play.mark('digest'),
  })
/** A desk whose only reviewer gets the digest, too. */
async function asked(): Promise<Play> {
  const play = new Play()
  const world = play.world.bind(play)
  play.world = () => ({ ...world(), roster: { reviewers: [reviewer], team: [reviewer] } })
  await play.restart()
  await play.take(play.mail(dana, { words: 'How long does it take?' }))
  return play
}

describe("a person's mail that is about no case", () => {
  it('is answered with help, and waits for the team in the digest', async () => {
    const play = await asked()
    expect(play.letters()).toEqual([`help→${dana}`])
    await play.digest(isoWeek(play.now, 'UTC'))
    expect(rows(play)).toMatchObject([{ row: 1, enquiry: kept(play)[0]?.id }])
  })
  it("goes back to its author with a reviewer's answer, once", async () => {
    const play = await asked()
    await play.digest(isoWeek(play.now, 'UTC'))
    const before = play.sent.length
    await play.take(answer(play, 1))
    expect(play.since(before).sort()).toEqual([`answer→${dana}`, `transcript→${reviewer}`])
    expect(text(play, 'answer')).toContain(`In-Reply-To: ${kept(play)[0]?.messageId}`)
    expect(kept(play)[0]?.answered).toBeDefined()
    await play.take(answer(play, 1))
    expect(play.since(before).filter((one) => one.startsWith('answer'))).toHaveLength(1)
  })
  it('is answered by a reviewer whose mail is signed, with that word alone', async () => {
    const play = await asked()
    await play.digest(isoWeek(play.now, 'UTC'))
    await play.take({
      ...answer(play, 1),
      message: { ...answer(play, 1).message, authenticity: { proven: false, why: 'test' } },
    })
    await play.take(
      play.mail(reviewer, { commands: [{ verb: 'approve', line: 1, row: 1 }], mark: play.mark('digest') }),
    )
    expect(kept(play)[0]?.answered).toBeUndefined()
    expect(play.letters().filter((one) => one.startsWith('answer'))).toEqual([])
  })
  it('of nobody we know is shown to no one before its sender has answered our challenge', async () => {
    const play = new Play()
    await play.take(play.mail(dana, { words: 'How long does it take?', proven: false }))
    expect(play.letters()).toEqual([`challenge→${dana}`])
    await play.digest('2026-W47')
    expect(play.desk.world.book.read().digests['2026-W47']).toEqual([])
    await play.take(play.mail(dana, { words: 'Yes.', proven: false, mark: play.mark('challenge') }))
    expect(kept(play)).toMatchObject([{ by: dana, text: 'How long does it take?' }])
    expect(kept(play)[0]?.unproved).toBeUndefined()
    expect(play.letters()).toContain(`help→${dana}`)
  })
  it('is one of a few of the same sender, who pushes nobody out', async () => {
    const play = await asked()
    for (let n = 1; n <= 400; n += 1)
      await play.desk.keep({
        id: `mail:loop${n}`,
        at: play.now,
        by: 'cron@loop.example' as EmailAddress,
        subject: 'job',
        text: `run ${n}`,
      })
    expect(kept(play).map(({ text: words }) => words)).toEqual([
      'How long does it take?',
      ...[396, 397, 398, 399, 400].map((n) => `run ${n}`),
    ])
  })
  it("is kept on the ticket of the service it names once a day, and pushes out nobody's words", async () => {
    const play = await begun()
    for (let n = 0; n < 20; n += 1)
      await play.take(play.mail(dana, { words: `What about ${service}? (${n})`, same: `heard${n}` }))
    const heard = play.ticket().facts.flatMap((fact) => (fact.kind === 'heard' ? [fact.text] : []))
    expect(heard).toEqual([`What about ${service}? (19)`])
  })
  it('that is taken twice is one', async () => {
    const play = await asked()
    await play.take(play.mail(dana, { words: 'Again', same: 'x' }))
    await play.take(play.mail(dana, { words: 'Again', same: 'x' }))
    expect(kept(play)).toHaveLength(2)
  })
  it('is filed with the service it names, where it moves nothing', async () => {
    const play = await begun()
    const before = play.stage()
    await play.take(play.mail(dana, { words: `There is spam coming from ${service}!` }))
    expect(play.ticket().facts.filter(({ kind }) => kind === 'heard')).toMatchObject([
      { by: dana, text: `There is spam coming from ${service}!` },
    ])
    expect(play.stage()).toBe(before)
    await play.pass(40 * day, day)
    expect(play.stage()).toBe('expired') // his silence is his own
  })
})
