import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deliver,
  deskFolder,
  freePort,
  mail,
  serve,
  until,
  waiting,
  type Desk,
  type Running,
} from './daemon.ts'
import { count, figure } from './figures.ts'

// P24: many mails through one desk; what it holds must not grow with what it has done.
const mails = count('SOAK', 1500, 10_000)
let desk: Desk
let running: Running
let metrics: number
let snapshots: string
beforeAll(async () => {
  metrics = await freePort()
  desk = deskFolder({ web: { listen: '127.0.0.1:0', metrics: `127.0.0.1:${metrics}` } })
  snapshots = join(desk.folder, 'snapshots')
  mkdirSync(snapshots)
  process.env['NODE_OPTIONS'] = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${snapshots}`
  running = serve(desk, '--quiet')
  delete process.env['NODE_OPTIONS']
  await until(() => readable(running.pid), 'it runs')
  await until(() => started(), 'it serves')
})
afterAll(async () => {
  running.kill('SIGKILL')
  await running.gone
  desk.remove()
})
const readable = (pid: number | undefined): boolean => pid !== undefined && descriptors(pid) > 0
const descriptors = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}
const started = () => {
  try {
    return readdirSync(desk.data).includes('desk.sock')
  } catch {
    return false
  }
}
type Shot = { snapshot: { meta: { node_fields: string[] } }; nodes: number[] }
/** What is alive, MB: V8 collects all garbage before it writes a snapshot. Without that the heap says how lazy the collector was. */
async function heap(): Promise<number> {
  running.kill('SIGUSR2')
  let shot: Shot | undefined
  await until(() => {
    const [name] = readdirSync(snapshots)
    try {
      shot = JSON.parse(readFileSync(join(snapshots, name ?? ''), 'utf8')) as Shot
    } catch {
      return false // not written to its end
    }
    return true
  }, 'a snapshot of the heap')
  for (const name of readdirSync(snapshots)) rmSync(join(snapshots, name))
  if (shot === undefined) return NaN
  const { node_fields: fields } = shot.snapshot.meta
  const size = fields.indexOf('self_size')
  return shot.nodes.reduce((sum, value, i) => (i % fields.length === size ? sum + value : sum), 0) / 1e6
}
async function floor(): Promise<{ heap: number; handles: number; descriptors: number }> {
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
  const handles = Number(/^nodejs_active_handles_total (\S+)/m.exec(text)?.[1] ?? 0)
  return { heap: await heap(), handles, descriptors: descriptors(running.pid ?? 0) }
}

test('many questions and corrections: heap, handles and descriptors end where they were in the middle', async () => {
  const batches = 10
  let middle: Awaited<ReturnType<typeof floor>> | undefined
  for (let batch = 0; batch < batches; batch += 1) {
    for (let n = 0; n < mails / batches; n += 1)
      // few persons, many mails: what stays in the store is the same all the time
      deliver(
        desk,
        n % 2 === 0
          ? mail(`asker@q${n % 20}.example`, 'Hello', 'What does this desk do?')
          : mail(
              `admin@s${n % 20}.example`,
              'Please list us',
              `Domain: s${n % 20}.example\nWebsite: https://s${n % 20}.example/\nDescription: number ${batch}\n`,
            ),
      )
    await until(() => waiting(desk) === 0, `batch ${batch}`, 300_000)
    if (batch === batches / 2 - 1) middle = await floor()
  }
  const end = await floor()
  if (middle === undefined) throw new Error('nothing seen')
  expect(end.descriptors).toBeLessThanOrEqual(middle.descriptors + 3)
  expect(end.handles).toBeLessThanOrEqual(middle.handles + 3)
  // tickets keep every word that a person said, so some growth is the store's own; a leak of 10 KB a mail would show
  const perMail = ((end.heap - middle.heap) * 1e6) / (mails / 2)
  expect(perMail).toBeLessThan(10_000)
  figure(
    'P24',
    `${mails} mails: heap ${middle.heap.toFixed(1)} → ${end.heap.toFixed(1)} MB from the middle to the end, descriptors ${middle.descriptors} → ${end.descriptors}, handles ${middle.handles} → ${end.handles}`,
  )
})
