import { expect, test } from 'vitest'
import { promised, rulesFor } from '../../../src/uptime/rules.ts'
import {
  doubt,
  expire,
  newSide,
  tookDown,
  tookUp,
  type SideWatch,
  type Taken,
} from '../../../src/uptime/side.ts'

const rules = rulesFor(60_000)
/** Probes at these seconds: `+` up, `-` failed. */
function after(...probes: [number, '+' | '-'][]): {
  side: SideWatch
  last: Taken | undefined
  blips: number
} {
  let side = newSide(-1000, 'not yet watched')
  let last: Taken | undefined
  let blips = 0
  for (const [second, outcome] of probes) {
    const at = second * 1000
    side = expire(side, at).side
    last = outcome === '+' ? tookUp(side, at, 0, rules) : tookDown(side, at, 0, 'refused', rules)
    side = last.side
    if (last.blip !== undefined) blips += 1
  }
  return { side, last, blips }
}
const story = ({ side }: { side: SideWatch }) =>
  side.recent.slice(1).map((change) => `${change.at / 1000} ${change.to}`)

test('the rules at 60 s are those published, and shrink with a shorter interval', () => {
  expect(rules).toMatchObject({
    covers: 90_000,
    confirmations: [15_000, 31_000],
    upAgainWithin: 30_000,
    inTrouble: 12_000,
    beat: 15_000,
    timeout: 10_000,
  })
  expect(rulesFor(300_000)).toMatchObject({
    covers: 450_000,
    confirmations: [15_000, 31_000],
    upAgainWithin: 30_000,
    inTrouble: 12_000,
  })
  expect(rulesFor(1000)).toMatchObject({
    covers: 1500,
    confirmations: [250, 517],
    upAgainWithin: 500,
    inTrouble: 200,
    beat: 250,
  })
  expect(promised(rules)).toMatchObject({
    neverMissedMs: 75_000,
    neverMissedOfOneSideMs: 97_000,
    startKnownToMs: 66_000,
    endKnownToMs: 15_000,
  })
})

test('a failure is confirmed by two more, after 15 and 31 s, and counts from the first', () => {
  expect(after([0, '+'], [60, '-']).last?.next).toBe(75_000)
  expect(after([0, '+'], [60, '-'], [75, '-']).last?.next).toBe(91_000)
  expect(story(after([0, '+'], [60, '-'], [75, '-']))).toEqual(['0 up', '60 unknown'])
  expect(story(after([0, '+'], [60, '-'], [75, '-'], [91, '-']))).toEqual(['0 up', '60 down'])
  expect(after([0, '+'], [60, '-'], [75, '-'], [91, '-']).last?.next).toBe(103_000)
})

test('any success before that makes it a blip, and the time stays up', () => {
  for (const one of [
    after([0, '+'], [60, '-'], [75, '+']),
    after([0, '+'], [60, '-'], [75, '-'], [91, '+']),
  ]) {
    expect(story(one)).toEqual(['0 up'])
    expect(one.blips).toBe(1)
    expect(one.last?.next).toBe('steady')
  }
})

const down: [number, '+' | '-'][] = [
  [0, '+'],
  [60, '-'],
  [75, '-'],
  [91, '-'],
]
test('up again after two successes within 30 s, counted from the first, a failure between them or not', () => {
  expect(story(after(...down, [103, '+']))).toEqual(['0 up', '60 down', '103 unknown'])
  expect(story(after(...down, [103, '+'], [115, '+']))).toEqual(['0 up', '60 down', '103 up'])
  expect(story(after(...down, [103, '+'], [115, '-'], [127, '+']))).toEqual(['0 up', '60 down', '103 up'])
  expect(story(after(...down, [103, '+'], [115, '-'], [127, '-'], [139, '+'], [151, '+']))).toEqual([
    '0 up',
    '60 down',
    '139 up',
  ])
})

test('a sample covers 1.5 intervals, up or down', () => {
  expect(story(after([0, '+'], [200, '+']))).toEqual(['0 up', '90 unknown', '200 up'])
  expect(story(after(...down, [103, '-'], [300, '-']))).toEqual(['0 up', '60 down', '193 unknown'])
})

test('a failure nobody managed to confirm stays unknown, from the failure on', () => {
  const gone = after([0, '+'], [60, '-'], [75, '-'])
  expect(expire(gone.side, 400_000).side).toMatchObject({ settled: 'unknown' })
  expect(story(after([0, '+'], [60, '-'], [400, '-'], [415, '-'], [431, '-']))).toEqual([
    '0 up',
    '60 unknown',
    '400 down',
  ])
})

test('doubt reaches back to the first failure', () => {
  const { side } = doubt(after([0, '+'], [60, '-'], [75, '-']).side, 75_000, 'references do not answer')
  expect(story({ side })).toEqual(['0 up', '60 unknown'])
  expect(side.run).toBeUndefined()
})

test('failures too far apart confirm nothing: what no sample covers between them is not down', () => {
  expect(story(after([0, '+'], [60, '-'], [75, '-'], [170, '-'], [185, '-']))).toEqual(['0 up', '60 unknown'])
  expect(story(after([0, '+'], [60, '-'], [160, '+']))).toEqual(['0 up', '60 unknown', '160 up'])
})

test('a probe speaks until 1.5 intervals after its end, however long it took', () => {
  const failed = tookDown(newSide(0, 'not yet watched'), 1000, 10_000, 'timed-out', rules).side
  expect(failed.covered).toBe(101_000)
  expect(tookUp(failed, 2000, 9000, rules).side.covered).toBe(101_000)
})
