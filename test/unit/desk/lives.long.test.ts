import { describe, expect, it } from 'vitest'
import type { DomainName, EmailAddress, TicketId, WebAddress } from '../../../src/values/names.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { entry } from '../../../src/listing/entry.ts'
import { chatCode } from '../../../src/tokens/tokens.ts'
import { plus } from '../../../src/values/instant.ts'
import {
  approve,
  begun,
  consented,
  day,
  good,
  listed,
  operator,
  owner,
  Play,
  reviewer,
  service,
} from './play.ts'

const second = 'b.example.org' as DomainName
const isListed = (play: Play) => entry(play.ticket(), play.policy, play.now) !== undefined
const kinds = (play: Play, id?: string) => play.ticket(id).facts.map((fact) => fact.kind)

describe('a ticket’s life', () => {
  it('answers a first submission with results, asks the owner, and shows it to the reviewers when he agrees', async () => {
    const play = await begun()
    expect(play.letters().sort()).toEqual([
      'consent→hostmaster@example.org',
      'consent→postmaster@example.org',
      'consent→webmaster@example.org',
      'results→alice@example.org',
    ])
    expect(play.stage()).toBe('trial')
    const mark = play.letters().length
    await play.take(
      play.mail(owner, { commands: [{ verb: 'confirm', line: 1 }], mark: play.mark('consent', owner) }),
    )
    expect(play.since(mark).sort()).toEqual([`review→${reviewer}`, `transcript→${owner}`].sort())
  })
  it('asks the owner once for many services, and a later one inherits the consent', async () => {
    const play = new Play()
    await play.take(play.mail(operator, { claims: [good, { ...good, domain: second }] }))
    expect(play.letters().filter((letter) => letter.startsWith('consent'))).toHaveLength(3)
    await play.take(
      play.mail(owner, { commands: [{ verb: 'confirm', line: 1 }], mark: play.mark('consent', owner) }),
    )
    for (const id of ['IM-2026-0001', 'IM-2026-0002']) expect(kinds(play, id)).toContain('owner-answered')
    await play.take(play.mail(operator, { claims: [{ ...good, domain: 'c.example.org' as DomainName }] }))
    expect(kinds(play, 'IM-2026-0003')).toContain('owner-answered')
  })
  it('asks for what is missing and goes on with the answer', async () => {
    const play = new Play()
    const { 'admin.phone': phone, ...without } = good
    await play.take(play.mail(operator, { claims: [without] }))
    expect([play.stage(), ...play.letters()]).toEqual(['incomplete', 'incomplete→alice@example.org'])
    await play.take(
      play.mail(operator, { claims: [phone ? { 'admin.phone': phone } : {}], mark: play.mark('incomplete') }),
    )
    expect(play.stage()).toBe('trial')
  })
  it('sends a stranger nothing but the challenge, and everything after his answer', async () => {
    const play = new Play()
    await play.take(play.mail(operator, { claims: [good], proven: false }))
    expect(play.letters()).toEqual(['challenge→alice@example.org'])
    await play.take(play.mail(operator, { proven: false, mark: play.mark('challenge') }))
    expect(play.stage()).toBe('trial')
  })
  it('lists at the end of the month what was approved in it', async () => {
    const play = await consented()
    await approve(play)
    const mark = play.letters().length
    await play.pass(day)
    expect([play.stage(), ...play.since(mark)]).toEqual(['trial', 'decision→alice@example.org'])
    await play.pass(30 * day)
    expect([play.stage(), isListed(play)]).toEqual(['listed', true])
    expect(play.since(mark).filter((letter) => letter !== 'trial-report→alice@example.org')).toEqual([
      'decision→alice@example.org',
      'listed→alice@example.org',
    ])
  })
  it('warns, suspends, takes back, and a healthy year adds no byte to the file', async () => {
    const play = await listed()
    const mark = play.letters().length
    play.certificateEnds = plus(play.now, day / 2)
    await play.pass(2 * day)
    expect(play.since(mark)).toContain('warning→alice@example.org')
    await play.pass(day)
    expect([play.stage(), isListed(play)]).toEqual(['suspended', false])
    play.certificateEnds = plus(play.now, 500 * day)
    await play.pass(day + 1)
    expect([play.stage(), isListed(play)]).toEqual(['listed', true])
    expect(play.since(mark).at(-1)).toBe('revived→alice@example.org')
    const size = play.files.get('IM-2026-0001')?.length ?? 0
    await play.pass(365 * day, 6 * 3_600_000)
    expect(Math.abs((play.files.get('IM-2026-0001')?.length ?? 0) - size)).toBeLessThan(100)
  })
  it('writes the digest once a week, and its rows can be answered', async () => {
    const play = await consented()
    await play.digest('2026-W48')
    await play.digest('2026-W48')
    expect(play.letters().filter((letter) => letter.startsWith('digest'))).toHaveLength(1)
    await play.take(
      play.mail(reviewer, {
        commands: [
          { verb: 'approve', row: 1, line: 1 },
          { verb: 'approve', row: 30, line: 2 },
        ],
        mark: play.mark('digest'),
      }),
    )
    expect(kinds(play).filter((kind) => kind === 'voted')).toHaveLength(1)
  })
  it('takes the same mail twice without a write or a letter', async () => {
    const play = new Play()
    const mail = play.mail(operator, { claims: [good], same: 'one' })
    await play.take(mail)
    const before = [play.letters().length, play.writes]
    await play.take(mail)
    expect([play.letters().length, play.writes]).toEqual(before)
    expect([...play.files.keys()].filter((name) => name.startsWith('IM-'))).toHaveLength(1)
  })
  it('voids an approval when the claims change, and the list keeps the approved ones until the next', async () => {
    const play = await consented()
    await approve(play)
    const mark = play.letters().length
    const old = play.mark('review')
    const correct = (website: string) =>
      play.take(
        play.mail(operator, { claims: [{ website: website as WebAddress }], mark: play.mark('results') }),
      )
    await correct('https://new.example.org/')
    expect(play.since(mark)).toContain('review→rev@jabber.org')
    await play.take(play.mail(reviewer, { commands: [{ verb: 'approve', line: 1 }], mark: old }))
    await play.pass(40 * day)
    expect(play.stage()).toBe('review')
    await play.take(
      play.mail(reviewer, {
        commands: [{ verb: 'approve', line: 1 }],
        mark: play.mark('reminder', reviewer),
      }),
    ) // the review's own token is a month old
    await play.pass(day)
    expect(play.stage()).toBe('listed')
    await correct('https://third.example.org/')
    await play.pass(day)
    expect(entry(play.ticket(), play.policy, play.now)?.website).toBe('https://new.example.org/')
  })
  it('tells the operator nothing of an approval taken back in the undo window', async () => {
    const play = await consented()
    await approve(play)
    await play.pass(5 * 60_000, 60_000)
    const mark = play.letters().length
    await play.take(play.mail(reviewer, { commands: [{ verb: 'undo', line: 1 }], mark: play.mark('review') }))
    await play.pass(2 * day)
    expect(play.since(mark)).toEqual(['transcript→rev@jabber.org'])
    expect(play.ticket().told?.items.find((item) => item.name === 'decision')?.waitsFor).toBe('reviewers')
  })
  it('lets a forged correction change nothing, and asks once', async () => {
    const play = await consented()
    await approve(play)
    const mark = play.letters().length
    await play.take(
      play.mail(operator, {
        claims: [{ domain: service, website: 'https://evil.example/' as WebAddress }],
        proven: false,
      }),
    )
    expect(play.since(mark)).toEqual(['challenge→alice@example.org'])
    await play.pass(31 * day)
    expect(play.stage()).toBe('listed')
  })
  it('reminds, expires and reopens; a desk that slept sends one reminder', async () => {
    const { website, ...without } = good
    const play = new Play()
    await play.take(play.mail(operator, { claims: [without] }))
    await play.pass(40 * day)
    expect([play.stage(), ...play.since(1)]).toEqual([
      'expired',
      'reminder→alice@example.org',
      'reminder→alice@example.org',
      'expired→alice@example.org',
    ])
    await play.take(play.mail(operator, { claims: [website ? { website } : {}], mark: play.mark('expired') }))
    expect(play.stage()).toBe('trial')
    const slept = new Play()
    await slept.take(slept.mail(operator, { claims: [without] }))
    slept.now = plus(slept.now, 20 * day)
    await slept.restart()
    await slept.work()
    expect(slept.since(1)).toEqual(['reminder→alice@example.org'])
    const writes = slept.writes
    await slept.work()
    expect(slept.writes).toBe(writes)
  })
  it('un-lists nobody when the policy changes', async () => {
    const play = await listed()
    const mark = play.letters().length
    play.policy = { ...play.policy, phone: 'required', uptime: 0.99999, version: '2' }
    await play.restart()
    await play.pass(3 * day)
    expect([play.stage(), ...play.since(mark)]).toEqual(['listed'])
  })
  it('holds back a failing letter until a second look', async () => {
    const play = new Play()
    play.certificateEnds = plus(play.now, -day)
    let looks = 0
    const world = play.desk.world
    Object.assign(world, {
      gather: async (order: Parameters<typeof world.gather>[0]) => (looks++, play.evidence(order)),
    })
    await play.take(play.mail(operator, { claims: [good] }))
    expect([looks, play.stage(), play.letters().filter((one) => one.startsWith('results'))]).toEqual([
      2,
      'failing',
      ['results→alice@example.org'],
    ])
  })
  it('looks once more at a fault that only the second look has seen, and tells nobody of one that is gone', async () => {
    const play = new Play()
    const world = play.desk.world
    type Order = Parameters<typeof world.gather>[0]
    const whole = (order: Order): Evidence => play.evidence(order)
    const silent = (order: Order): Evidence => ({ ...whole(order), contacts: [] })
    const siteless = (order: Order): Evidence => ({ ...whole(order), website: { visits: [], pages: [] } })
    const looks = [siteless, silent, whole]
    Object.assign(world, { gather: async (order: Order) => (looks.shift() ?? silent)(order) })
    await play.take(play.mail(operator, { claims: [good] }))
    expect([looks.length, play.stage()]).toEqual([0, 'trial'])
  })

  it('takes a signature of the service’s own domain as its owner’s word', async () => {
    const play = new Play()
    const mail = play.mail(operator, { claims: [good] })
    await play.take({
      ...mail,
      message: {
        ...mail.message,
        authenticity: { proven: true, domain: 'example.org' as DomainName, why: 'dkim' },
      },
    })
    expect(play.letters().filter((letter) => letter.startsWith('consent'))).toEqual([])
    expect(play.ticket().told?.items.find((item) => item.name === 'consent')?.state).toBe('met')
  })
  it('does not take a stranger’s signature for the owner’s', async () => {
    const play = new Play()
    const mail = play.mail('bob@other.example' as EmailAddress, { claims: [good] })
    await play.take({
      ...mail,
      message: {
        ...mail.message,
        authenticity: { proven: true, domain: 'other.example' as DomainName, why: 'dkim' },
      },
    })
    expect(play.letters().filter((letter) => letter.startsWith('consent'))).toHaveLength(3)
  })
  it('takes a listed service off when its owner says no', async () => {
    const play = await listed()
    await play.take(
      play.mail(owner, { commands: [{ verb: 'deny', line: 1 }], mark: { ...play.mark('consent', owner) } }),
    )
    expect(play.stage()).toBe('listed') // the token of the consent letter is a month old by now
    const fresh = await consented()
    await approve(fresh)
    await fresh.pass(29 * day)
    await fresh.take(
      fresh.mail(owner, { commands: [{ verb: 'deny', line: 1 }], mark: fresh.mark('consent', owner) }),
    )
    await fresh.pass(3 * day)
    expect(fresh.stage()).not.toBe('listed')
  })
  it('asks the administrator by chat where accounts allow it, and hears the code in a mail as well', async () => {
    const play = await begun({ adminChat: 'required', consent: 'off' })
    expect(play.ticket().letters.filter((letter) => letter.kind === 'admin-chat')).toMatchObject([
      { to: 'alice@im.example.org', purpose: 'admin' },
    ])
    const code = chatCode('s3cret', 'IM-2026-0001' as TicketId, 'alice@im.example.org')
    await play.take(play.mail(operator, { words: `the code is ${code}`, mark: play.mark('results') }))
    expect(play.ticket().told?.items.find((item) => item.name === 'admin')?.state).toBe('met')
  })
  it('tells of a flapping service at most four times a day', async () => {
    const play = await listed()
    const mark = play.letters().length
    for (let n = 0; n < 12; n++) {
      const began = play.now
      await play.desk.tell(play.ticket().id, [
        { id: `outage:${n}`, at: play.now, kind: 'outage', began, why: 'refused' },
      ])
      await play.pass(20 * 60_000, 5 * 60_000)
      await play.desk.tell(play.ticket().id, [
        { id: `outage:${n}:over`, at: play.now, kind: 'outage', began, ended: play.now, why: 'refused' },
      ])
      await play.pass(10 * 60_000, 5 * 60_000)
    }
    expect(play.since(mark).filter((letter) => letter.startsWith('outage'))).toHaveLength(4)
  })
  it('reminds the reviewers three times and then the team', async () => {
    const play = await consented()
    const mark = play.letters().length
    await play.pass(20 * day)
    expect(
      play
        .since(mark)
        .filter((letter) => letter.startsWith('reminder'))
        .sort(),
    ).toEqual([...Array(3).fill('reminder→rev@jabber.org'), 'reminder→team@jabber.org'])
  })
  it('answers "status" and "resend" with a letter, and "withdraw" with a transcript', async () => {
    const play = await begun()
    const mark = play.letters().length
    const say = (verb: 'status' | 'resend' | 'withdraw') =>
      play.take(play.mail(operator, { commands: [{ verb, line: 1 }], mark: play.mark('results') }))
    await say('status')
    await say('resend')
    await say('withdraw')
    expect([play.stage(), ...play.since(mark)]).toEqual([
      'withdrawn',
      'results→alice@example.org',
      'results→alice@example.org',
      'transcript→alice@example.org',
    ])
  })
  it('passes an operator’s question on to the reviewers’ digest and tells him so', async () => {
    const play = await begun()
    await play.take(
      play.mail(operator, { words: 'why is my port not accepted?', mark: play.mark('results') }),
    )
    expect(play.letters().slice(-2).sort()).toEqual([
      'question→rev@jabber.org',
      'transcript→alice@example.org',
    ])
    expect(play.desk.world.cards.all()[0]?.question).toBe(true)
  })
})
