import { millis } from '../../../src/values/instant.ts'
import { figures, type Figures } from '../../../src/uptime/figures.ts'
import { at, fakeWorld, name, need, start } from './fake-world.ts'
import { numbers, overTheNetwork, type Outage } from './network.ts'

const minute = 60_000
const sides = [['c2s', 's2s'], ['c2s', 's2s'], ['c2s'], ['s2s']] as const
type Stretch = { readonly from: number; readonly to: number }
export type Replay = {
  readonly seen: Figures
  readonly length: number
  readonly outages: readonly { readonly truth: Outage; readonly found: Stretch | undefined }[]
  readonly inventedMs: number
}

/** Three outages of one second to two hours, log-uniform, half an hour of health between them; now and then a flapping spell. */
function script(random: () => number): { outages: Outage[]; flaps: Outage[]; length: number } {
  const outages: Outage[] = []
  const flaps: Outage[] = []
  let ms = start + 20 * minute + random() * minute
  for (let i = 0; i < 3; i += 1) {
    const length = 1000 * 7200 ** random()
    const which = sides[Math.floor(random() * 4)] ?? ['c2s']
    outages.push({ from: ms, to: ms + length, sides: which, how: random() < 0.5 ? 'refused' : 'silent' })
    ms += length + 20 * minute + random() * 10 * minute
  }
  if (random() < 0.25) {
    for (let i = 0; i < 30; i += 1) {
      const length = 2000 + random() * 40_000
      flaps.push({ from: ms, to: ms + length, sides: ['c2s', 's2s'], how: 'refused' })
      ms += length + 2000 + random() * 40_000
    }
    ms += 20 * minute
  }
  return { outages, flaps, length: Math.round(ms - start) }
}
const meet = (a: Stretch, b: Stretch) => a.from < b.to && b.from < a.to

/** One script against the monitor at 60 s with this share of packets lost, and what its figures say beside the truth. */
export async function replay(seed: number, loss: number): Promise<Replay> {
  const random = numbers(seed)
  const { outages, flaps, length } = script(random)
  const world = fakeWorld(overTheNetwork([...outages, ...flaps], loss, random))
  await world.engine.watch([name('scripted.example')])
  await world.time.run(length)
  await world.engine.stop()
  const seenUntil = world.files.beatAt ?? at(0)
  const seen = figures(world.ledger('scripted.example'), { from: at(0), to: at(length) }, [], seenUntil, need)
  const found = seen.outages.map((one) => ({ from: millis(one.from), to: millis(one.to) }))
  const invented = found.filter((one) => ![...outages, ...flaps].some((truth) => meet(one, truth)))
  return {
    seen,
    length,
    outages: outages.map((truth) => ({ truth, found: found.find((one) => meet(one, truth)) })),
    inventedMs: invented.reduce((ms, one) => ms + one.to - one.from, 0),
  }
}

export type Accuracy = {
  outages: number
  missedWholeMs: number // the longest missed one of both sides
  missedSideMs: number // of one side alone
  startMs: number // worst
  meanStartMs: number
  endMs: number // worst without loss
  lateEnds: number // off by more than 15 s, with loss
  worstLateEndMs: number
  meanEndMs: number
  inventedMs: number
  sumsDiffer: number
}
/** Scripts with seeds from…to, their loss going round 0, 1, 2, 3, 4, 5 %. */
export async function accuracy(from: number, to: number): Promise<Accuracy> {
  const all: Accuracy = {
    outages: 0,
    missedWholeMs: 0,
    missedSideMs: 0,
    startMs: 0,
    meanStartMs: 0,
    endMs: 0,
    lateEnds: 0,
    worstLateEndMs: 0,
    meanEndMs: 0,
    inventedMs: 0,
    sumsDiffer: 0,
  }
  for (let seed = from; seed <= to; seed += 1) {
    const loss = (seed % 6) / 100
    const { seen, length, outages, inventedMs } = await replay(seed, loss)
    all.inventedMs += inventedMs
    if (seen.upMs + seen.downMs + seen.unknownMs !== length) all.sumsDiffer += 1
    for (const one of outages) add(all, one, loss)
  }
  all.meanStartMs = Math.round(all.meanStartMs / all.outages)
  all.meanEndMs = Math.round(all.meanEndMs / all.outages)
  return all
}
function add(all: Accuracy, { truth, found }: Replay['outages'][number], loss: number): void {
  if (found === undefined) {
    const key = truth.sides.length === 2 ? 'missedWholeMs' : 'missedSideMs'
    all[key] = Math.round(Math.max(all[key], truth.to - truth.from))
    return
  }
  const [startMs, endMs] = [Math.abs(found.from - truth.from), Math.abs(found.to - truth.to)].map(
    Math.round,
  ) as [number, number]
  all.outages += 1
  all.startMs = Math.max(all.startMs, startMs)
  all.meanStartMs += startMs
  all.meanEndMs += endMs
  if (loss === 0) all.endMs = Math.max(all.endMs, endMs)
  else if (endMs > 15_000) {
    all.lateEnds += 1
    all.worstLateEndMs = Math.max(all.worstLateEndMs, endMs)
  }
}
