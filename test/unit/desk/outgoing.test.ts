import { expect, it } from 'vitest'
import { plus } from '../../../src/values/instant.ts'
import type { DeskBook } from '../../../src/store/ports.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import { begun, day, isKill, Play, operator } from './play.ts'

const states = (play: Play) =>
  [...play.files.values()].flatMap((text) =>
    (JSON.parse(text) as Ticket | DeskBook).letters.map(({ delivery }) => delivery.state),
  )
/** Kills the desk in the middle of its `n`th sending, seen on disk. */
async function cutOff(play: Play, act: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    play.killAt = play.acts + n
    const before = new Map(play.files)
    try {
      await act()
    } catch (error) {
      if (!isKill(error)) throw error
      play.killAt = -1
      if (states(play).includes('sending')) return
      play.files.clear()
      for (const [name, text] of before) play.files.set(name, text)
      await play.restart()
      continue
    }
    break
  }
  throw new Error('never cut off while sending')
}

it('a letter cut off under a later clock goes when the clock is right again', async () => {
  const play = new Play()
  const right = play.now
  play.now = plus(right, 400 * day)
  await cutOff(play, () => play.take(play.mail(operator, { words: 'hello', proven: false, same: 'one' })))
  play.now = plus(right, day)
  await play.restart()
  await play.work()
  expect(states(play)).toEqual(states(play).map(() => 'sent'))
})
it('so do a ticket’s letters, cut off or put off', async () => {
  const play = await begun()
  const right = play.now
  play.now = plus(right, 400 * day)
  const files = new Map(play.files)
  const ticket = play.ticket()
  play.files.set(
    ticket.id,
    JSON.stringify({
      ...ticket,
      letters: ticket.letters.map((letter, i) => ({
        ...letter,
        delivery:
          i === 0
            ? { state: 'sending', tries: 0, since: play.now }
            : { state: 'deferred', tries: 1, next: play.now, said: '451' },
      })),
    }),
  )
  expect(files.size).toBeGreaterThan(0)
  play.now = plus(right, day)
  await play.restart()
  await play.work()
  expect(play.ticket().letters.map(({ delivery }) => delivery.state)).toEqual(
    ticket.letters.map(() => 'sent'),
  )
})
