import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/commands/command.ts'
import type { EmailAddress, TicketId } from '../../../src/values/names.ts'
import {
  approve,
  begun,
  consented,
  day,
  good,
  operator,
  owner,
  Play,
  reviewer,
  type service,
} from './play.ts'

const eve = 'eve@evil.example' as EmailAddress
const said = (
  verb: 'withdraw' | 'status' | 'recheck' | 'approve' | 'confirm',
): { commands: Command[]; words: string } => ({
  commands: [{ verb, line: 1 }],
  words: verb,
})
const kinds = (play: Play, id?: string) => play.ticket(id).facts.map(({ kind }) => kind)
const text = (play: Play): string =>
  play.desk.world.book
    .read()
    .letters.map(({ key }) => key.split('/')[0])
    .at(-1) ?? ''

describe('which case a mail is about', () => {
  it('is the only one of an operator whose mail is signed, with no token and no number', async () => {
    const play = await begun()
    await play.take(play.mail(operator, said('withdraw')))
    expect(play.stage()).toBe('withdrawn')
  })
  it('is not guessed where he has two, and he is told', async () => {
    const play = await begun()
    await play.take(
      play.mail(operator, { claims: [{ ...good, domain: 'im2.example.org' as typeof service }] }),
    )
    const before = play.sent.length
    await play.take(play.mail(operator, said('withdraw')))
    expect([play.stage(), play.stage('IM-2026-0002')]).toEqual(['trial', 'trial'])
    expect(play.since(before)).toEqual([`transcript→${operator}`])
  })
  it("is not that of another's number", async () => {
    const play = await begun()
    const mail = play.mail(eve, said('withdraw'))
    await play.take({ ...mail, kind: 'reply', message: { ...mail.message, tag: 'IM-2026-0001' as TicketId } })
    expect(play.stage()).toBe('trial')
    expect(text(play)).toBe('idle') // answered, as idle words are
  })
  it('is open to nobody who holds the token and whose mail is not signed, where his mails were', async () => {
    const play = await begun()
    const before = play.sent.length
    await play.take(play.mail(operator, { ...said('withdraw'), proven: false, mark: play.mark('results') }))
    expect(play.stage()).toBe('trial')
    expect(play.since(before)).toEqual([`transcript→${operator}`])
  })
})

describe('a colleague of the operator', () => {
  const bob = 'bob@example.org' as EmailAddress
  const named = async (by: EmailAddress = operator) => {
    const play = await begun()
    const commands: Command[] = [{ verb: 'colleague', argument: bob, line: 1 }]
    await play.take(play.mail(by, { commands, words: `colleague: ${bob}`, mark: play.mark('results') }))
    return play
  }
  const corrects = (play: Play, more: { proven?: boolean } = {}) =>
    play.mail(bob, { claims: [{ serverSoftware: 'ejabberd' }], mark: play.mark('results'), ...more })
  it('takes part when the operator says so', async () => {
    const play = await named()
    await play.take(corrects(play))
    expect(
      play
        .ticket()
        .facts.filter((fact) => fact.kind === 'claimed')
        .map(({ by }) => by),
    ).toEqual([operator, bob])
    expect(play.desk.world.cards.card('IM-2026-0001' as TicketId)?.operator).toBe(operator)
  })
  it('does not when he says so himself, when his mail is not signed, or before', async () => {
    const alone = await begun()
    await alone.take(corrects(alone))
    const self = await named(bob)
    await self.take(corrects(self))
    const forged = await named()
    await forged.take(corrects(forged, { proven: false }))
    for (const play of [alone, self, forged])
      expect(kinds(play).filter((kind) => kind === 'claimed')).toHaveLength(1)
  })
  it('hears that what he asks for goes to the operator', async () => {
    const play = await named()
    const before = play.sent.length
    await play.take(play.mail(bob, { ...said('status'), mark: play.mark('results') }))
    expect(play.since(before).sort()).toEqual([`results→${operator}`, `transcript→${bob}`])
  })
  it('is no reviewer: else an operator chose who decides', async () => {
    const play = await consented()
    const commands: Command[] = [{ verb: 'colleague', argument: reviewer, line: 1 }]
    await play.take(play.mail(operator, { commands, mark: play.mark('results') }))
    expect(kinds(play)).not.toContain('colleague')
    await approve(play)
    expect(kinds(play)).toContain('voted')
  })
  it('does not become the operator when his mail is proved before the first one', async () => {
    const play = new Play()
    await play.take(play.mail(operator, { claims: [good], proven: false }))
    const commands: Command[] = [{ verb: 'colleague', argument: bob, line: 1 }]
    await play.take(play.mail(operator, { commands, words: `colleague: ${bob}` }))
    const mail = play.mail(bob, { claims: [{ serverSoftware: 'ejabberd' }] })
    await play.take({ ...mail, kind: 'reply', message: { ...mail.message, tag: 'IM-2026-0001' as TicketId } })
    expect(kinds(play).filter((kind) => kind === 'claimed')).toHaveLength(2)
    expect(play.desk.world.cards.card('IM-2026-0001' as TicketId)?.operator).toBe(operator)
  })
  it('withdraws nothing and names nobody', async () => {
    const play = await named()
    const commands: Command[] = [
      { verb: 'withdraw', line: 1 },
      { verb: 'colleague', argument: eve, line: 2 },
    ]
    const before = play.sent.length
    await play.take(play.mail(bob, { commands, mark: play.mark('results') }))
    expect(play.since(before)).toEqual([`transcript→${bob}`])
    expect(play.stage()).toBe('trial')
    expect(kinds(play).filter((kind) => kind === 'colleague')).toHaveLength(1)
  })
})

describe("a reviewer's letter", () => {
  it('that somebody else answers gives him a word about it, and nothing else', async () => {
    const play = await consented()
    const before = play.sent.length
    await play.take(play.mail(eve, { ...said('approve'), mark: play.mark('review') }))
    await play.take(play.mail(eve, { ...said('approve'), mark: play.mark('review'), proven: false }))
    expect(play.since(before)).toEqual([`transcript→${eve}`, `challenge→${eve}`])
    expect(kinds(play)).not.toContain('voted')
  })
  it('whose answer is not believed is answered with what it lacked', async () => {
    const play = await consented()
    const told: unknown[] = []
    const world = play.world.bind(play)
    play.world = () => ({
      ...world(),
      writeDeskLetter: (letter) => {
        told.push('around' in letter && letter.around.said)
        return { subject: letter.kind, text: 'words', html: '<p>words</p>', images: [] }
      },
    })
    await play.restart()
    await play.take(play.mail(reviewer, { ...said('approve'), proven: false, mark: play.mark('review') }))
    expect(told).toMatchObject([[{ verb: 'approve', answer: 'not-proven', why: 'test' }]])
  })
  it('is what counts, not his name alone', async () => {
    const play = await consented()
    const before = play.sent.length
    await play.take(play.mail(reviewer, said('approve')))
    expect(play.since(before)).toEqual([`transcript→${reviewer}`])
    expect(kinds(play)).not.toContain('voted')
  })
})

describe('a third person', () => {
  const boxes = (play: Play, from = 0) => play.since(from).filter((one) => one.startsWith('consent'))
  it('is asked once a day, however many want his consent, and the others on the days after', async () => {
    const play = await begun()
    expect(boxes(play)).toHaveLength(3)
    const before = play.sent.length
    for (const n of [1, 2, 3])
      await play.take(play.mail(`eve${n}@evil.example` as EmailAddress, { claims: [good] }))
    await play.restart()
    await play.pass(day / 2)
    expect(boxes(play, before)).toEqual([])
    await play.pass(2 * day)
    expect(boxes(play, before).length).toBeGreaterThanOrEqual(3)
    expect(boxes(play, before).filter((one) => one.endsWith(owner)).length).toBeLessThanOrEqual(2)
  })
})
