import { describe, expect, it } from 'vitest'
import { readCommands } from '../../../src/commands/read-commands.ts'
import { yesOrNo } from '../../../src/commands/yes-or-no.ts'
import { isoWeek } from '../../../src/desk/digest.ts'
import type { AroundDesk } from '../../../src/letters/letters.ts'
import type { LetterMark } from '../../../src/message/message.ts'
import type { Said } from '../../../src/sorting/sort.ts'
import { hours } from '../../../src/values/instant.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { begun, consented, day, listed, operator, owner, type Play, reviewer, service, team } from './play.ts'

const dana = 'dana@example.net' as EmailAddress

/** What the letters of no ticket were made of, from now on. */
async function told(play: Play): Promise<AroundDesk[]> {
  const heard: AroundDesk[] = []
  const world = play.world.bind(play)
  play.world = () => {
    const its = world()
    const write = its.writeDeskLetter
    return {
      ...its,
      writeDeskLetter: (letter) => {
        if (letter.kind !== 'digest') heard.push(letter.around)
        return write(letter)
      },
    }
  }
  await play.restart()
  return heard
}
/** A mail as it is written, line by line. */
async function writes(
  play: Play,
  from: EmailAddress,
  text: string,
  mark?: LetterMark,
  proven = true,
): Promise<void> {
  const written = text.split('\n').map((line, at) => ({ number: at + 1, text: line }))
  const { commands, unclear, unread } = readCommands(written)
  const word = commands.length === 0 ? yesOrNo(written) : undefined
  const mail = play.mail(from, { words: text, proven, ...(mark && { mark }) })
  await play.take({
    ...mail,
    message: { ...mail.message, written },
    commands,
    ...(unclear && { unclear }),
    ...(unread && { unread }),
    ...(word && { yesOrNo: word }),
  })
}
const facts = (play: Play, kind: string) => play.ticket().facts.filter((fact) => fact.kind === kind)
const consent = (play: Play) => play.ticket().told?.items.find(({ name }) => name === 'consent')?.state
const answers = (heard: readonly AroundDesk[]): (readonly Said[])[] => heard.map(({ said }) => said)
const enquiries = (play: Play) => play.desk.world.book.read().enquiries ?? []

describe("the owner's answer", () => {
  it.each([
    ['yes', 'met'],
    ['Ja.', 'met'],
    ['no', 'refused'],
    ['нет', 'refused'],
  ])('%s is a word in his own language', async (text, state) => {
    const play = await begun()
    await writes(play, owner, text, play.mark('consent', owner), false)
    expect(consent(play)).toBe(state)
  })
  it('is no word of anybody who has no token of his', async () => {
    const play = await begun()
    await writes(play, owner, 'yes')
    await writes(play, operator, 'yes', play.mark('results'))
    expect(consent(play)).toBe('open')
  })
  it('that is neither yes nor no is kept for the reviewers, moves nothing, and waits for a person', async () => {
    const play = await begun()
    await writes(play, owner, 'no, never asked for this', play.mark('consent', owner), false)
    expect(facts(play, 'heard')).toMatchObject([{ by: owner, text: 'no, never asked for this' }])
    expect(enquiries(play)).toMatchObject([{ by: owner, text: 'no, never asked for this' }])
    expect(consent(play)).toBe('open')
  })
  it('is asked for again by a letter that can be answered with the word', async () => {
    const play = await begun()
    const before = play.sent.length
    await writes(play, owner, 'who are you? Is this a phishing mail?', play.mark('consent', owner), false)
    expect(play.since(before)).toEqual([`consent→${owner}`])
    await writes(play, owner, 'confirm', play.mark('consent', owner), false)
    expect(consent(play)).toBe('met')
  })
  it('is asked for again in answer at most twice a day, and what he writes is kept', async () => {
    const play = await begun()
    const before = play.sent.length
    for (let n = 0; n < 5; n += 1)
      await writes(play, owner, `I am out of the office (${n})`, play.mark('consent', owner), false)
    expect(play.since(before)).toHaveLength(2)
    expect(facts(play, 'heard')).toMatchObject([{ text: 'I am out of the office (4)' }])
  })
  it('is not attributed to whoever stands in From without a signature', async () => {
    const play = await begun()
    await writes(play, dana, 'who are you?', play.mark('consent', owner), false)
    expect(enquiries(play)).toMatchObject([{ by: owner }])
  })
  it('to a letter whose time is over says so, and a fresh letter goes to that box, once a day', async () => {
    const play = await begun({ expireAfter: days(90) })
    const old = play.mark('consent', owner)
    await play.pass(31 * day, day)
    const before = play.sent.length
    const heard = await told(play)
    await writes(play, owner, 'confirm', old, false)
    expect(answers(heard)).toMatchObject([[{ service, answer: 'letter-over-fresh' }]])
    expect(play.since(before).sort()).toEqual([`consent→${owner}`, `transcript→${owner}`])
    await writes(play, owner, 'yes', old, false)
    expect(play.since(before).filter((one) => one.startsWith('consent'))).toHaveLength(1)
    expect(consent(play)).toBe('open')
    await writes(play, owner, 'yes', play.mark('consent', owner), false)
    expect(consent(play)).toBe('met')
  })
})

describe("a reviewer's mistake", () => {
  it.each([
    ['aprove', 'near-word', 'approve'],
    ['Approve, looks good to me', 'near-word', 'approve'],
    ['reject', 'needs-reason', 'reject: why'],
    ['What do you think?', 'no-word', undefined],
  ])('%s is quoted, with its case and the word that was meant', async (text, answer, hint) => {
    const play = await consented()
    const heard = await told(play)
    await writes(play, reviewer, text, play.mark('review'))
    expect(answers(heard)).toMatchObject([
      [{ line: 1, quote: text, service, ticket: 'IM-2026-0001', answer, ...(hint && { hint }) }],
    ])
    expect(facts(play, 'voted')).toEqual([])
  })
  it('is answered as often as he makes it', async () => {
    const play = await consented()
    const before = play.sent.length
    for (let n = 0; n < 5; n += 1) await writes(play, reviewer, `looks good (${n})`, play.mark('review'))
    expect(play.since(before).filter((one) => one === `transcript→${reviewer}`)).toHaveLength(5)
  })
  it('beside what the operator wrote is kept, and he is told how to send it', async () => {
    const play = await consented()
    await writes(play, operator, 'How long will it take until we are listed?', play.mark('results'))
    const heard = await told(play)
    await writes(play, reviewer, 'About a month, plus our decision.', play.mark('question'))
    expect(answers(heard)).toMatchObject([[{ answer: 'begin-with-answer', hint: 'answer: text' }]])
    expect(facts(play, 'heard')).toMatchObject([{ by: reviewer, text: 'About a month, plus our decision.' }])
    expect(play.desk.world.cards.card(play.ticket().id)?.question).toBe(true)
  })
  it('in one row of a digest leaves the other rows to be done', async () => {
    const play = await twoInDigest()
    const heard = await told(play)
    await writes(play, reviewer, '<1> note: called\n<2> aprove', play.mark('digest'))
    expect(answers(heard)).toMatchObject([
      [
        { row: 1, verb: 'note', answer: 'done' },
        { row: 2, quote: 'aprove', hint: '<2> approve', answer: 'near-word' },
      ],
    ])
  })
  it('is to answer a letter whose time is over: he hears that, and nothing is done', async () => {
    const play = await consented({ expireAfter: days(90) })
    const old = play.mark('review')
    await play.pass(31 * day, day)
    const heard = await told(play)
    await writes(play, reviewer, 'approve', old)
    expect(answers(heard)).toMatchObject([[{ quote: 'approve', service, answer: 'letter-over' }]])
    expect(facts(play, 'voted')).toEqual([])
  })
})

const days = (n: number) => hours(24 * n)
/** A digest, to a reviewer, with a case and a person's mail. */
async function twoInDigest(reader = reviewer): Promise<Play> {
  const play = await consented()
  const world = play.world.bind(play)
  play.world = () => ({ ...world(), roster: { reviewers: [reviewer], team: [reader] } })
  await play.restart()
  await writes(play, dana, 'How long does it take?')
  await play.digest(isoWeek(play.now, 'UTC'))
  return play
}

describe('one of the team who is no reviewer', () => {
  it('answers a person in the digest', async () => {
    const play = await twoInDigest(team)
    await writes(play, team, '<2> answer: About a month.', play.mark('digest', team))
    expect(play.letters()).toContain(`answer→${dana}`)
  })
  it('does not without a signature', async () => {
    const play = await twoInDigest(team)
    await writes(play, team, '<2> answer: About a month.', play.mark('digest', team), false)
    expect(play.letters()).not.toContain(`answer→${dana}`)
  })
  it.each(['approve', 'note: called', 'reject: no', 'answer: yes', 'waive tls.chain: fine'])(
    'is refused what is for the reviewers, by their names: %s',
    async (word) => {
      const play = await twoInDigest(team)
      const heard = await told(play)
      const before = play.ticket()
      await writes(play, team, `<1> ${word}`, play.mark('digest', team))
      expect(answers(heard)).toMatchObject([[{ row: 1, service, answer: 'reviewers-only', why: reviewer }]])
      expect(play.ticket()).toEqual(before)
    },
  )
})

describe('an answer from an address that we do not know', () => {
  it('says which one we know, is kept, and counts for nothing', async () => {
    const play = await begun()
    const heard = await told(play)
    await writes(play, dana, 'withdraw', play.mark('results'))
    expect(answers(heard)).toMatchObject([
      [{ service, answer: 'other-address', why: 'a***@example.org', argument: dana }],
    ])
    expect(facts(play, 'heard')).toMatchObject([{ by: dana, text: 'withdraw' }])
    expect(facts(play, 'withdrawn')).toEqual([])
    expect(enquiries(play)).toMatchObject([{ by: dana, text: 'withdraw' }])
  })
  it('is shown to the reviewer who asked, once a day, and his question stays open', async () => {
    const play = await consented()
    await writes(play, reviewer, 'ask: who hosts it?', play.mark('review'))
    const before = play.sent.length
    await writes(play, dana, 'We do, in Berlin.', play.mark('question', operator))
    await writes(play, dana, 'Did you get my mail?', play.mark('question', operator))
    expect(play.since(before).filter((one) => one.startsWith('question'))).toEqual([`question→${reviewer}`])
    expect(enquiries(play)).toEqual([])
    expect(play.desk.world.cards.card(play.ticket().id)).toMatchObject({ asked: true, question: false })
  })
})

describe("an operator's words that are nearly commands", () => {
  it.each([
    ['maintenance tomorrow 2:00-4:00', 'maintenance 2026-12-01 02:00 for 2h'],
    ['I renewed it, check again', 'recheck'],
  ])('%s is passed on, with what has to be written', async (text, hint) => {
    const play = await consented()
    const heard = await told(play)
    await writes(play, operator, text, play.mark('results'))
    expect(answers(heard)).toMatchObject([[{ quote: text, hint, answer: 'passed-on-near' }]])
    expect(facts(play, 'said')).toMatchObject([{ to: 'reviewers', text }])
  })
  it('"recheck please" is one', async () => {
    const play = await consented()
    await writes(play, operator, 'Recheck please', play.mark('results'))
    expect(facts(play, 'recheck-asked')).toHaveLength(1)
    expect(facts(play, 'said')).toEqual([])
  })
  it('maintenance is told back, with what is left out of the figures', async () => {
    const play = await listed()
    const heard = await told(play)
    const from = `${play.now.slice(0, 8)}30T02:00:00.000Z`
    await writes(play, operator, `maintenance ${from.slice(0, 10)} 02:00 for 6h`, play.mark('listed'))
    expect(heard).toMatchObject([
      {
        said: [{ verb: 'maintenance', answer: 'done', window: { from, to: from.replace('T02', 'T08') } }],
        planned: [{ from, to: from.replace('T02', 'T06') }],
      },
    ])
  })
  it('does not say that nothing is to be done while something is', async () => {
    const play = await begun({ adminChat: 'required' })
    const heard = await told(play)
    await writes(play, operator, 'colleague: bob@example.org', play.mark('results'))
    expect(heard).toMatchObject([{ turn: true, said: [{ argument: 'bob@example.org', answer: 'done' }] }])
  })
})

describe('thanks', () => {
  it.each(['Thank you so much!', 'Спасибо большое!', 'Vielen Dank für die schnelle Hilfe!\n\nAlice'])(
    'are kept and asked of nobody: %s',
    async (text) => {
      const play = await listed()
      const before = play.sent.length
      await writes(play, operator, text, play.mark('listed'))
      await play.pass(8 * day, day)
      expect(play.since(before)).toEqual([])
      expect(facts(play, 'heard')).toMatchObject([{ by: operator, text }])
    },
  )
  it.each([
    'Thanks! When does it start?',
    'Thanks, but the address is wrong.',
    'Thank you. Please remove us.',
  ])('with a word more are for the reviewers: %s', async (text) => {
    const play = await listed()
    await writes(play, operator, text, play.mark('listed'))
    expect(facts(play, 'said')).toMatchObject([{ to: 'reviewers', text }])
  })
  it('open no closed case', async () => {
    const play = await begun()
    await writes(play, operator, 'withdraw', play.mark('results'))
    await writes(play, operator, 'Thanks!', play.mark('results'))
    expect(play.stage()).toBe('withdrawn')
  })
})
