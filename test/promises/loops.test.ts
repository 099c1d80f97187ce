import { expect, test } from 'vitest'
import { take } from '../../src/desk/take.ts'
import { days, hours, millis, minutes, plus } from '../../src/values/instant.ts'
import type { EmailAddress } from '../../src/values/names.ts'
import { claimsOf } from '../unit/desk/readings.ts'
import { good, Play } from '../unit/desk/play.ts'
import { count, figure } from './figures.ts'

// P17 on a fake clock: programs that answer everything, and senders that never wrote.
const robot = 'robot@answering.example' as EmailAddress

/** For a day, every letter to this address is answered at once by a program that does not say it is one. */
async function answersEverything(
  play: Play,
  first: () => Promise<unknown>,
  proven: boolean,
): Promise<number> {
  await first()
  await play.work()
  const end = plus(play.now, days(1))
  let seen = 0
  let rounds = 0
  while (play.now < end && rounds < 500) {
    const letters = play.sent.filter((letter) => letter.to === robot)
    for (const letter of letters.slice(seen)) {
      const [, box = 'desk', number = '0', mac = ''] =
        /\+(im-\d+-\d+|desk)-(\d+)-([0-9a-f]+)@/.exec(letter.replyTo) ?? []
      const owner = (box === 'desk' ? 'desk' : box.toUpperCase()) as 'desk'
      const mark = { owner, number: Number(number), mac, foundIn: 'recipient' as const }
      await play.take(
        play.mail(robot, { mark, proven, words: 'Thank you for your message. I am away until Monday.' }),
      )
    }
    seen = letters.length
    rounds += 1
    play.now = plus(play.now, minutes(5))
    await play.work()
  }
  return play.sent.filter((letter) => letter.to === robot).length
}

test.each([
  ['signed', true],
  ['unsigned', false],
])('a program that answers every letter of ours, %s: few letters in a day', async (_, proven) => {
  const asking = new Play()
  const asked = await answersEverything(
    asking,
    () => asking.take(asking.mail(robot, { words: 'Thank you for your message.', proven })),
    proven,
  )
  const submitting = new Play()
  const claims = { ...good, domain: claimsOf('answering.example').domain } as typeof good
  const { description: __, ...lacking } = claims
  const submitted = await answersEverything(
    submitting,
    () => submitting.take(submitting.mail(robot, { claims: [lacking], proven })),
    proven,
  )
  // its first mail is answered; then two answers to mails without a command, whoever sends them
  expect(asked).toBeLessThanOrEqual(3)
  expect(submitted).toBeLessThanOrEqual(5)
  figure(
    'P17',
    `${proven ? 'signed' : 'unsigned'} autoresponder, a day: ${asked} letters after a question, ${submitted} after a submission`,
  )
})

test('a program that says it is one is never answered', async () => {
  const play = new Play()
  for (let n = 0; n < 50; n += 1) {
    const mail = play.mail(robot, { words: 'away', proven: true })
    await play.take({ ...mail, message: { ...mail.message, kind: 'automatic', automatic: 'auto-replied' } })
  }
  expect(play.sent).toEqual([])
})

test('forged senders: one fixed letter an address and day, 5 a mail domain and hour, 200 a day; the rest is put aside', async () => {
  const forged = count('FORGED', 500, 10_000)
  const play = new Play()
  const began = play.now
  const refused: string[] = []
  const gap = hours(20) / forged
  for (let n = 0; n < forged; n += 1) {
    play.now = plus(began, Math.round(n * gap))
    const from = `victim${n}@${n % 2 === 0 ? 'one.example' : `d${n % 97}.example`}` as EmailAddress
    const why = await take(
      play.desk,
      play.mail(
        from,
        n % 3 === 0
          ? { proven: false, words: 'hello' }
          : { proven: false, claims: [claimsOf(`f${n}.example`)] },
      ),
    )
    if (why !== undefined) refused.push(why)
    if (n % 50 === 0) await play.work()
  }
  await play.work()
  expect(millis(play.now) - millis(began)).toBeLessThan(days(1))
  const to = play.sent.map((letter) => letter.to)
  expect(new Set(to).size).toBe(to.length)
  expect(new Set(play.sent.map((letter) => letter.kind))).toEqual(new Set(['challenge']))
  expect(to.length).toBeLessThanOrEqual(200)
  const one = to.filter((address) => address.endsWith('@one.example')).length
  expect(one).toBeLessThanOrEqual(5 * 21)
  expect(to.length + refused.length).toBe(forged)
  const { mail: _, ...disk } = { mail: play.bytes, files: play.files }
  expect(JSON.stringify([...disk.files.values()]).length).toBeGreaterThan(0)
  // after a restart the count of the day goes on
  await play.restart()
  if (to.length === 200) expect(play.desk.mayAsk('next@new.example' as EmailAddress)).toMatch(/200/)
  figure(
    'P17',
    `${forged} forged senders in 20 h: ${to.length} challenges (${one} to one mail domain), ${refused.length} put aside`,
  )
})
