import { expect, test } from 'vitest'
import { referenceRounds, type Reference } from '../../../src/monitor/references.ts'
import { fakeTime } from './fake-world.ts'

function rounds(answers: readonly boolean[]) {
  const time = fakeTime()
  let asked = 0
  const targets: Reference[] = answers.map((answer) => async () => {
    asked += 1
    await time.wait(answer ? 20 : 5000)
    return answer
  })
  return { time, references: referenceRounds(targets, 5000, time), asked: () => asked }
}
const answerOf = async (answers: readonly boolean[]) => {
  const { time, references } = rounds(answers)
  const answer = references.during(0)
  await time.run(20_000)
  return answer
}

test('two of three must answer, one of two, one of one, and none when none are configured', async () => {
  const truth: [boolean[], boolean][] = [
    [[true, true, false], true],
    [[true, false, false], false],
    [[true, false], true],
    [[false, false], false],
    [[true], true],
    [[false], false],
    [[], true],
  ]
  for (const [answers, expected] of truth) expect(await answerOf(answers)).toBe(expected)
})

test('a reference that rejects has not answered', async () => {
  const time = fakeTime()
  const references = referenceRounds([() => Promise.reject(new Error('no'))], 5000, time)
  expect(await references.during(0)).toBe(false)
  expect(references.last()).toBe('silent')
})

test('who asks in the same moment shares a round; the next begins five seconds later, whoever asks', async () => {
  const { time, references, asked } = rounds([true, true, true])
  await time.run(1000)
  await Promise.all([references.during(1000), references.during(900), time.run(100)])
  expect(asked()).toBe(3)
  const later = references.during(1050)
  await time.run(1000)
  expect(asked()).toBe(3)
  await time.run(4000)
  expect(await later).toBe(true)
  expect(asked()).toBe(6)
})
