import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/commands/command.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
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
  team,
} from './play.ts'

const second = 'two@jabber.org' as EmailAddress
const third = 'three@jabber.org' as EmailAddress
const toOperator = (play: Play, mark = 0) => play.since(mark).filter((one) => one.endsWith(`→${operator}`))
const says = (play: Play, kind: string, command: Command | string, who: EmailAddress = operator) =>
  play.take(
    play.mail(who, {
      ...(typeof command === 'string' ? { words: command } : { commands: [command] }),
      mark: play.mark(kind, who),
    }),
  )
const reject: Command = { verb: 'reject', argument: 'no contact on the website', line: 1 }
const lastLetters = (play: Play, mark: number) => play.since(mark).sort()

describe('asked how it stands, the desk answers with the letter of that stage', () => {
  const status = async (play: Play, kind: string): Promise<string[]> => {
    const mark = play.letters().length
    await says(play, kind, { verb: 'status', line: 1 })
    return play.since(mark)
  }
  it('rejected: the decision', async () => {
    const play = await consented()
    await says(play, 'review', reject, reviewer)
    await play.pass(day)
    expect([play.stage(), ...(await status(play, 'decision'))]).toEqual(['rejected', `decision→${operator}`])
  })
  it('withdrawn: that the case is closed', async () => {
    const play = await begun()
    await says(play, 'results', { verb: 'withdraw', line: 1 })
    expect(await status(play, 'results')).toEqual([`expired→${operator}`])
  })
  it('on the list: that it is listed; broken there: what to mend, and until when', async () => {
    const play = await listed()
    expect(await status(play, 'listed')).toEqual([`listed→${operator}`])
    play.certificateEnds = play.now
    await play.pass(day, 6 * 3_600_000)
    expect(await status(play, 'listed')).toEqual([`warning→${operator}`])
  })
})

describe('a check that could not tell', () => {
  it('is told the first time, and then only what comes of it', async () => {
    const play = new Play({ consent: 'off' })
    play.cutOff = true
    await play.take(play.mail(operator, { claims: [good] }))
    expect([play.stage(), ...play.letters()]).toEqual(['checking', `results→${operator}`])
    await play.pass(3_600_000, 300_000)
    expect(play.letters()).toHaveLength(1)
    play.cutOff = false
    await play.pass(3_600_000, 300_000)
    expect(play.stage()).toBe('trial')
    expect(toOperator(play)).toEqual([`results→${operator}`, `results→${operator}`])
  })
})

describe('a re-check that was asked for', () => {
  it('is answered once, also when it finds the same; the daily ones after it are not', async () => {
    const play = await begun({ consent: 'off' })
    const mark = play.letters().length
    await says(play, 'results', { verb: 'recheck', line: 1 })
    await play.pass(5 * day)
    expect(toOperator(play, mark)).toEqual([`transcript→${operator}`, `results→${operator}`])
    await says(play, 'results', { verb: 'recheck', line: 1 })
    await play.pass(day)
    expect(toOperator(play, mark).filter((one) => one.startsWith('results'))).toHaveLength(2)
  })
})

describe('an appeal', () => {
  const rejected = async (reviewers: readonly EmailAddress[]) => {
    const play = new Play({ consent: 'off' })
    play.reviewers.push(...reviewers)
    await play.take(play.mail(operator, { claims: [good] }))
    play.upFromNow()
    await says(play, 'review', reject, reviewer)
    await play.pass(3_600_000)
    const mark = play.letters().length
    await says(play, 'decision', 'There is a contact on the page "about us".')
    return { play, mark }
  }
  it('goes to another reviewer than who rejected', async () => {
    const { play, mark } = await rejected([second])
    expect(play.stage()).toBe('trial')
    expect(lastLetters(play, mark)).toEqual(
      [`question→${second}`, `results→${operator}`, `review→${second}`].sort(),
    )
  })
  it('goes to the same one where there is no other', async () => {
    const { play, mark } = await rejected([])
    expect(lastLetters(play, mark)).toEqual(
      [`question→${reviewer}`, `results→${operator}`, `review→${reviewer}`].sort(),
    )
  })
  it('is reminded of from its own day on, not from that of the first review', async () => {
    const { play, mark } = await rejected([second])
    await play.pass(2 * day)
    expect(play.since(mark).filter((one) => one.startsWith('reminder'))).toEqual([])
    await play.pass(2 * day)
    expect(play.since(mark).filter((one) => one.startsWith('reminder'))).toEqual([`reminder→${second}`])
  })
})

describe('two of three reviewers', () => {
  const three = async () => {
    const play = new Play({ consent: 'off', quorum: 2 })
    play.reviewers.push(second, third)
    await play.take(play.mail(operator, { claims: [good] }))
    play.upFromNow()
    return play
  }
  it('list it, and no letter goes before the second has agreed and his undo window is over', async () => {
    const play = await three()
    const mark = play.letters().length
    await says(play, 'review', { verb: 'approve', line: 1 }, reviewer)
    await play.pass(3_600_000)
    expect(toOperator(play, mark)).toEqual([])
    await says(play, 'review', { verb: 'approve', line: 1 }, second)
    await play.pass(9 * 60_000, 60_000)
    expect(toOperator(play, mark)).toEqual([])
    await play.pass(10 * 60_000, 60_000)
    expect(toOperator(play, mark)).toEqual([`decision→${operator}`])
    await play.pass(31 * day)
    expect(play.stage()).toBe('listed')
  })
  it('do not outvote the third who rejects', async () => {
    const play = await three()
    for (const who of [reviewer, second]) await says(play, 'review', { verb: 'approve', line: 1 }, who)
    await says(play, 'review', reject, third)
    await play.pass(3_600_000)
    expect(play.stage()).toBe('rejected')
  })
  it('wait while the third holds after them, until one of them decides again', async () => {
    const play = await three()
    for (const who of [reviewer, second]) await says(play, 'review', { verb: 'approve', line: 1 }, who)
    await says(play, 'review', { verb: 'hold', argument: 'I call first', line: 1 }, third)
    await play.pass(31 * day)
    expect(play.stage()).toBe('review')
    await says(play, 'reminder', { verb: 'approve', line: 1 }, third)
    await play.pass(3_600_000)
    expect(play.stage()).toBe('listed')
  })
  it('list it although the third held before, because a hold waits for any decision', async () => {
    const play = await three()
    await says(play, 'review', { verb: 'hold', argument: 'I call first', line: 1 }, third)
    for (const who of [reviewer, second]) await says(play, 'review', { verb: 'approve', line: 1 }, who)
    await play.pass(31 * day)
    expect(play.stage()).toBe('listed')
  })
  it('hear together with the team while one of them is away', async () => {
    const play = await three()
    const away = play.mail(second, { mark: play.mark('review', second) })
    await play.take({
      ...away,
      kind: 'automatic',
      message: { ...away.message, kind: 'automatic', automatic: 'out-of-office' },
    } as typeof away)
    const mark = play.letters().length
    await play.pass(4 * day)
    expect(
      play
        .since(mark)
        .filter((one) => one.startsWith('reminder'))
        .sort(),
    ).toEqual([reviewer, second, third, team].map((to) => `reminder→${to}`).sort())
  })
})

describe('a question of the reviewers', () => {
  const ask: Command = { verb: 'ask', argument: 'who hosts it?', line: 1 }
  it('is the operator’s turn: he is reminded of it, and the case does not close by it', async () => {
    const play = await consented()
    await says(play, 'review', ask, reviewer)
    const mark = play.letters().length
    expect(play.desk.world.cards.all()[0]?.asked).toBe(true)
    await play.pass(16 * day)
    expect(toOperator(play, mark).filter((one) => one.startsWith('reminder'))).toHaveLength(2)
    await approve(play)
    await play.pass(16 * day)
    expect(play.stage()).toBe('listed')
  })
  it('is over when he answers, and the answer to him is no new one', async () => {
    const play = await consented()
    await says(play, 'review', ask, reviewer)
    await says(play, 'question', 'a company in Vienna')
    await play.take(
      play.mail(reviewer, {
        commands: [{ verb: 'answer', argument: 'thank you', line: 1 }],
        mark: play.mark('question', reviewer),
      }),
    )
    expect(toOperator(play).at(-1)).toBe(`question→${operator}`)
    const mark = play.letters().length
    await play.pass(16 * day)
    expect(toOperator(play, mark).filter((one) => one.startsWith('reminder'))).toEqual([])
  })
})

describe('what the other side refuses', () => {
  it('tells the operator when no box of the owner takes mail', async () => {
    const play = new Play()
    for (const box of ['hostmaster', 'postmaster', 'webmaster']) play.nobodyAt.add(`${box}@example.org`)
    await play.take(play.mail(operator, { claims: [good] }))
    await play.pass(3_600_000)
    expect(toOperator(play)).toEqual([`results→${operator}`, `reminder→${operator}`])
  })
  it('tells him once when the administrator’s server sends our message back, and goes on writing to his mail', async () => {
    const play = new Play({ adminChat: 'optional', consent: 'off' })
    const jid = { ...good, 'admin.jid': operator as never } // the JabberID looks like the mail address
    play.nobodyAt.add(`xmpp:${operator}`)
    await play.take(play.mail(operator, { claims: [jid] }))
    await play.pass(8 * day)
    expect(toOperator(play).map((one) => one.split('→')[0])).toEqual(
      expect.arrayContaining(['reminder', 'trial-report']),
    )
  })
})

describe('a closed case that is opened again', () => {
  it('answers its operator with one letter that says how it stands', async () => {
    const play = new Play()
    const { website: _, ...without } = good
    await play.take(play.mail(operator, { claims: [without] }))
    await play.pass(31 * day)
    expect(play.stage()).toBe('expired')
    const mark = play.letters().length
    await says(play, 'expired', 'I was ill. May I go on?')
    expect(lastLetters(play, mark)).toEqual([`incomplete→${operator}`, `question→${reviewer}`])
  })
})

describe('what others do to a case', () => {
  it('its operator hears: withdrawn and opened again by the team', async () => {
    const play = await begun({ consent: 'off' })
    const mark = play.letters().length
    const by = 'root@localhost' as EmailAddress
    await play.desk.tell(play.ticket().id, [{ id: 'cli:1', at: play.now, kind: 'withdrawn', by }])
    await play.work()
    await play.pass(day)
    await play.desk.tell(play.ticket().id, [{ id: 'cli:2', at: play.now, kind: 'reopened', by }])
    await play.work()
    expect(toOperator(play, mark)).toEqual([`expired→${operator}`, `results→${operator}`])
  })
  it('a no of the owner keeps it from the reviewers until he says otherwise', async () => {
    const play = await begun()
    await says(play, 'consent', { verb: 'deny', line: 1 }, owner)
    expect(toOperator(play).at(-1)).toBe(`decision→${operator}`)
    const mark = play.letters().length
    await play.pass(4 * day)
    expect(play.since(mark).filter((one) => one.endsWith(`→${reviewer}`))).toEqual([])
    expect(play.desk.world.cards.all()[0]).toMatchObject({
      consentRefused: true,
      waitsFor: expect.arrayContaining(['operator']),
    })
    await says(play, 'consent', { verb: 'confirm', line: 1 }, owner)
    expect(play.desk.world.cards.all()[0]).toMatchObject({ consentRefused: false, reviewable: true })
  })
  it('a late proof gives the owner his whole time', async () => {
    const play = new Play()
    await play.take(play.mail(operator, { claims: [good], proven: false }))
    await play.pass(28 * day)
    await play.take(play.mail(operator, { proven: false, mark: play.mark('challenge') }))
    play.upFromNow(service)
    expect(play.stage()).toBe('trial')
    const proved = play.now
    await play.pass(29 * day)
    expect(play.stage()).not.toBe('expired')
    await play.pass(2 * day)
    expect([play.stage(), play.now > plus(proved, 30 * day)]).toEqual(['expired', true])
  })
})

describe('a contact that the service publishes (XEP-0157)', () => {
  const publishing = async (...addresses: readonly string[]) => {
    const play = new Play()
    play.published = addresses
    await play.take(play.mail(operator, { claims: [good] }))
    play.upFromNow()
    return play
  }
  const asked = (play: Play) =>
    play.ticket().letters.flatMap(({ kind, to }) => (kind === 'consent' ? [to] : []))
  const boxes = ['hostmaster@example.org', 'postmaster@example.org', 'webmaster@example.org']
  const consentOf = (play: Play, id?: string) =>
    play.ticket(id).told?.items.find((item) => item.name === 'consent')?.state

  it('is asked as the owner is, two of them at most, and a role box not twice', async () => {
    const play = await publishing(
      'mailto:x%40y@im.example.net',
      'mailto:Hostmaster@example.org',
      'mailto:admin@im.example.net?subject=hello',
      'mailto:%zz@im.example.net',
      'mailto:other@im.example.net',
      'mailto:more@im.example.net',
    )
    expect(asked(play)).toEqual([...boxes, 'admin@im.example.net', 'other@im.example.net'])
  })
  it('speaks for its service alone', async () => {
    const play = await publishing('mailto:admin@im.example.net')
    const contact = 'admin@im.example.net' as EmailAddress
    await play.take(play.mail(operator, { claims: [{ ...good, domain: 'b.example.org' as DomainName }] }))
    await play.take(
      play.mail(contact, {
        commands: [{ verb: 'confirm', line: 1 }],
        mark: play.mark('consent', contact, 'im-2026-0001'),
      }),
    )
    expect([consentOf(play), consentOf(play, 'IM-2026-0002')]).toEqual(['met', 'open'])
    await play.take(play.mail(operator, { claims: [{ ...good, domain: 'c.example.org' as DomainName }] }))
    expect(consentOf(play, 'IM-2026-0003')).toBe('open')
  })
  it('is not waited for when it is who submitted; a no of the owner counts all the same', async () => {
    const play = await publishing(`mailto:${operator}`)
    expect(consentOf(play)).toBe('met')
    expect(asked(play)).toEqual(boxes)
    await says(play, 'consent', { verb: 'deny', line: 1 }, owner)
    await play.pass(2 * day)
    expect(consentOf(play)).toBe('refused')
  })
})
