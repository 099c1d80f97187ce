import { describe, expect, it } from 'vitest'
import { invite, type OldCard } from '../../../src/desk/invite.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { DomainName, EmailAddress, TicketId } from '../../../src/values/names.ts'
import { consented, day, good, operator, Play, service } from './play.ts'

const second = 'b.example.org' as DomainName
const card = (claims: Claims = good): OldCard => ({
  file: 'old.xml',
  domain: claims.domain ?? service,
  claims,
  problems: [],
})
const { 'admin.phone': phone, ...withoutPhone } = good
const { 'admin.email': _, ...unaddressed } = good
/** A desk that has read an old directory with these cards, its letters on their way. */
async function invited(...cards: readonly OldCard[]): Promise<Play> {
  const play = new Play()
  await invite(play.desk, cards, false)
  play.upFromNow()
  await play.work()
  return play
}
const confirm = { commands: [{ verb: 'confirm', line: 1 }] } as const
const kinds = (play: Play, id?: string) => play.ticket(id).facts.map((fact) => fact.kind)

describe('a service of an old directory', () => {
  it('makes its operator get one letter, and nothing else happens', async () => {
    const play = await invited(card())
    await play.pass(day)
    expect([play.stage(), ...play.letters()]).toEqual(['incomplete', 'invitation→alice@example.org'])
    expect(play.desk.world.cards.card(play.ticket().id)?.wants).toMatchObject({ watch: false })
  })
  it('is checked when he confirms, and from then on as any other', async () => {
    const play = await invited(card())
    await play.take(play.mail(operator, { ...confirm, proven: false, mark: play.mark('invitation') }))
    expect(play.stage()).toBe('trial')
    expect(play.letters().sort()).toEqual([
      'consent→hostmaster@example.org',
      'consent→postmaster@example.org',
      'consent→webmaster@example.org',
      'invitation→alice@example.org',
      'results→alice@example.org',
    ])
  })
  it('is asked for what the card lacks, or goes on at once when his answer has it', async () => {
    const asked = await invited(card(withoutPhone))
    await asked.take(asked.mail(operator, { ...confirm, proven: false, mark: asked.mark('invitation') }))
    expect([asked.stage(), ...asked.since(1)]).toEqual(['incomplete', 'incomplete→alice@example.org'])
    const whole = await invited(card(withoutPhone))
    const answer = { claims: phone === undefined ? [] : [{ 'admin.phone': phone }] }
    await whole.take(whole.mail(operator, { ...answer, proven: false, mark: whole.mark('invitation') }))
    expect([whole.stage(), whole.letters().includes('results→alice@example.org')]).toEqual(['trial', true])
    expect(whole.letters()).not.toContain('incomplete→alice@example.org')
  })
  it.each(['withdraw', 'deny'] as const)(
    'is closed when he answers "%s", and nobody else was asked',
    async (verb) => {
      const play = await invited(card(withoutPhone))
      const answer = { commands: [{ verb, line: 1 }], proven: false, mark: play.mark('invitation') }
      await play.take(play.mail(operator, answer))
      expect(play.stage()).toBe('withdrawn')
      expect(play.since(1)).toEqual(['transcript→alice@example.org'])
    },
  )
  it('is closed without another letter when nobody answers', async () => {
    const play = await invited(card())
    await play.pass(31 * day, 6 * 3_600_000)
    expect([play.stage(), ...play.letters()]).toEqual(['expired', 'invitation→alice@example.org'])
  })
  it('comes back when he answers late, in a mail that his provider signed', async () => {
    const play = await invited(card(withoutPhone))
    await play.pass(31 * day, 6 * 3_600_000)
    const late = play.mail(operator, { ...confirm, claims: [phone ? { 'admin.phone': phone } : {}] })
    await play.take({ ...late, message: { ...late.message, tag: 'IM-2026-0001' as TicketId } })
    expect(play.stage()).toBe('trial')
  })
  it('is not started by an answer about another one of the same operator', async () => {
    const play = await invited(card(), card({ ...good, domain: second }))
    await play.take(
      play.mail(operator, {
        ...confirm,
        proven: false,
        mark: play.mark('invitation', operator, 'im-2026-0001'),
      }),
    )
    expect([play.stage('IM-2026-0001'), play.stage('IM-2026-0002')]).toEqual(['trial', 'incomplete'])
    expect(kinds(play, 'IM-2026-0002')).toEqual(['claimed', 'invited'])
  })
  it('is not started by the answer to a challenge for a mail in his name', async () => {
    const play = await invited(card({ ...good, domain: second }))
    await play.take(play.mail(operator, { claims: [good], proven: false }))
    await play.take(play.mail(operator, { proven: false, mark: play.mark('challenge') }))
    expect([play.stage('IM-2026-0001'), play.stage('IM-2026-0002')]).toEqual(['incomplete', 'trial'])
  })
  it('is not started by somebody else who has the letter', async () => {
    const play = await invited(card())
    const other = 'mallory@elsewhere.example' as EmailAddress
    await play.take(play.mail(other, { ...confirm, proven: true, mark: play.mark('invitation') }))
    expect([play.stage(), ...kinds(play)]).toEqual(['incomplete', 'claimed', 'invited'])
  })
  it('says to a second "confirm" that nothing was changed', async () => {
    const play = await invited(card())
    const mark = play.mark('invitation')
    await play.take(play.mail(operator, { ...confirm, proven: false, mark }))
    const before = play.letters().length
    await play.take(play.mail(operator, { ...confirm, proven: false, mark }))
    expect(play.since(before)).toEqual(['transcript→alice@example.org'])
  })
})

describe('reading an old directory', () => {
  it('again makes no second case and no second letter', async () => {
    const play = await invited(card())
    const [files, letters] = [play.writes, play.letters().length]
    const report = await invite(play.desk, [card()], false)
    await play.work()
    expect(report).toEqual([{ domain: service, file: 'old.xml', result: 'known', id: 'IM-2026-0001' }])
    expect([play.writes, play.letters().length]).toEqual([files, letters])
  })
  it('leaves a service alone that somebody submitted himself', async () => {
    const play = await consented()
    const before = play.writes
    expect(await invite(play.desk, [card()], false)).toMatchObject([{ result: 'known' }])
    expect(play.writes).toBe(before)
  })
  it('writes to the postmaster of the domain when the card has no address, and his answer counts as from anybody', async () => {
    const play = await invited(card(unaddressed))
    expect(play.letters()).toEqual(['invitation→postmaster@example.org'])
    const postmaster = 'postmaster@example.org' as EmailAddress
    await play.take(play.mail(postmaster, { ...confirm, proven: false, mark: play.mark('invitation') }))
    expect(kinds(play)).toEqual(['claimed', 'invited', 'sender-confirmed'])
    expect(play.since(1)).toEqual(['incomplete→postmaster@example.org'])
  })
  it.each(['abcdefghij.onion', 'chat.local', 'chat.gmail.com'])(
    'reports a card that leaves nobody to write to: %s',
    async (name) => {
      const play = new Play()
      const domain = name as DomainName
      expect(await invite(play.desk, [card({ ...unaddressed, domain })], false)).toEqual([
        { domain, file: 'old.xml', result: 'no-address' },
      ])
      expect(play.files.size).toBe(0)
    },
  )
  it('says in a dry run what it would do, and does nothing', async () => {
    const play = new Play()
    expect(await invite(play.desk, [card()], true)).toEqual([
      { domain: service, file: 'old.xml', result: 'invited', to: operator },
    ])
    expect([play.writes, play.bytes.size]).toEqual([0, 0])
  })
  it.each([0, 1, 2, 3, 4, 5])(
    'killed at any act (%i) and run again, it invites each operator once',
    async (n) => {
      const play = new Play()
      play.killAt = n
      await invite(play.desk, [card()], false).catch(() => undefined)
      play.killAt = -1
      await play.restart()
      await invite(play.desk, [card()], false)
      await play.work()
      expect(play.letters()).toEqual(['invitation→alice@example.org'])
    },
  )
})
