import { expect, it } from 'vitest'
import type { Trouble } from '../../../src/letters/letters.ts'
import { watchdog } from '../../../src/desk/watchdog.ts'
import { plus } from '../../../src/values/instant.ts'
import { Play } from './play.ts'

const minute = 60_000
const mailbox = (play: Play): Trouble => ({ code: 'mailbox', detail: 'refused', since: play.now })
const told = (play: Play) =>
  play.desk.world.book.read().letters.map(({ key }) => key.split('/').slice(0, 2).join('/'))

it('an alarm that began before a restart is not repeated, and is told to be over after it', async () => {
  const play = new Play()
  let bad: readonly Trouble[] = [mailbox(play)]
  const first = watchdog(play.desk.world, () => bad)
  await first()
  expect(told(play)).toEqual([])
  play.now = plus(play.now, 6 * minute)
  await first()
  expect(told(play)).toEqual(['alarm/began'])

  await play.restart()
  bad = []
  const second = watchdog(play.desk.world, () => bad)
  await second() // nothing was looked at yet
  bad = [mailbox(play)]
  play.now = plus(play.now, 6 * minute)
  await second()
  expect(told(play)).toEqual(['alarm/began'])

  await play.restart()
  bad = []
  const third = watchdog(play.desk.world, () => bad)
  await third()
  expect(told(play)).toEqual(['alarm/began'])
  play.now = plus(play.now, 6 * minute)
  await third()
  await third()
  expect(told(play)).toEqual(['alarm/began', 'alarm/over'])
  expect(play.desk.world.book.read().alarms).toEqual([])
})
it('what was seen to end is told at once, and may begin again', async () => {
  const play = new Play()
  let bad: readonly Trouble[] = [mailbox(play)]
  const look = watchdog(play.desk.world, () => bad)
  play.now = plus(play.now, 6 * minute)
  await look()
  bad = []
  await look()
  bad = [mailbox(play)]
  play.now = plus(play.now, 6 * minute)
  await look()
  expect(told(play)).toEqual(['alarm/began', 'alarm/over', 'alarm/began'])
})
