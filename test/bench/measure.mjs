// What every row needs: child programs that measure, peers, medians.
import { execFile, fork, spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const built = (path) => pathToFileURL(join(root, 'dist', path)).href
export const load = () => ({ load: loadavg().map((one) => round(one, 1)), cores: availableParallelism() })

export const median = (list) => percentile(list, 50)
export function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)] ?? NaN
}
export const round = (number, digits = 2) => Number(number.toFixed(digits))
export const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** A drawing for out/, which git ignores. */
export function save(name, svg) {
  const out = fileURLToPath(new URL('out', import.meta.url))
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, name), svg)
}

const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
const folders = new Set()
/** Gone when the program ends. Under VOUCH_BENCH_DIR, so that durable rows can be sent to a real disk; else the system's. */
export function folder() {
  const made = mkdtempSync(join(process.env['VOUCH_BENCH_DIR'] ?? tmpdir(), 'vouch-bench-'))
  folders.add(made)
  return made
}
export function remove(made) {
  rmSync(made, { recursive: true, force: true })
  folders.delete(made)
}

/** VOUCH_BENCH_PROFILE=FOLDER: each program of ours leaves a CPU profile there. */
export const profile = () => {
  const into = process.env['VOUCH_BENCH_PROFILE']
  return into === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${into}`]
}
/**
 * A program of jobs/ or targets/ in a process of its own: `ask` sends a question and resolves to the answer; `ready` is
 * what it said first. `node`: which Node runs it.
 */
export async function start(program, args = {}, { node = process.execPath, flags = profile() } = {}) {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [JSON.stringify(args)], {
    execPath: node,
    execArgv: flags,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  children.add(child)
  const heard = []
  const waiting = []
  child.on('message', (message) => (waiting.length > 0 ? waiting.shift().done(message) : heard.push(message)))
  const gone = new Promise((done) => child.once('exit', done))
  void gone.then((code) => {
    children.delete(child)
    for (const one of waiting) one.failed(new Error(`${program} ended with ${code}`))
  })
  const next = () =>
    heard.length > 0
      ? Promise.resolve(heard.shift())
      : new Promise((done, failed) => waiting.push({ done, failed }))
  const answer = async () => {
    const message = await next()
    if (message?.failed !== undefined) throw new Error(`${program}: ${message.failed}`)
    return message
  }
  return {
    pid: child.pid,
    ready: await answer(),
    ask(what = {}) {
      child.send(what)
      return answer()
    },
    /** It ends by itself, so that it removes its folders (and writes its profile). */
    async stop() {
      if (child.connected) child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
      await gone
      clearTimeout(late)
    },
  }
}
/** In a program of jobs/: says what it is ready with, then answers each question. */
export function serve(ready, answer) {
  process.on('message', (asked) => {
    answer(asked).then(
      (said) => process.send(said),
      (error) => process.send({ failed: error.stack ?? String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send(ready)
}
/** Asks once and ends the program. */
export async function once(program, args, options) {
  const job = await start(program, args, options)
  try {
    return await job.ask()
  } finally {
    await job.stop()
  }
}

/** Path of a program, undefined when it is not installed. */
export function which(...names) {
  for (const name of names)
    for (const place of [
      ...(process.env['PATH'] ?? '').split(delimiter),
      '/usr/sbin',
      '/usr/lib/nagios/plugins',
    ])
      try {
        accessSync(join(place, name), constants.X_OK)
        return join(place, name)
      } catch {
        continue
      }
  return undefined
}
/** Runs of a peer: { wall, cpu } in ms each. By Python's subprocess, whose start is cheaper than ours: fairer to the peer. */
export async function cost(runs, command) {
  const python = which('python3')
  if (python === undefined) return costHere(runs, command)
  const out = await output(python, [
    fileURLToPath(new URL('peers/cost.py', import.meta.url)),
    String(runs),
    ...command,
  ])
  return JSON.parse(out)
}
async function costHere(runs, [program, ...args]) {
  const wall = []
  for (let n = 0; n < runs; n += 1) {
    const began = performance.now()
    await new Promise((done) => spawn(program, args, { stdio: 'ignore' }).once('exit', done))
    wall.push(performance.now() - began)
  }
  return { wall, cpu: wall.map(() => NaN), codes: [] }
}
export const output = (program, args) =>
  new Promise((done, failed) =>
    execFile(program, args, { maxBuffer: 1e8 }, (error, out) => (error ? failed(error) : done(out))),
  )
/** A daemon that is none of ours; `ready` is asked until it says true. */
export async function daemon(program, args, ready) {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, GOMAXPROCS: '1' } })
  children.add(child)
  const gone = new Promise((done) => child.once('exit', done))
  void gone.then(() => children.delete(child))
  for (const end = Date.now() + 10_000; !(await ready());) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`${program} does not start`)
    await pause(25)
  }
  return {
    pid: child.pid,
    stop: () => (child.kill('SIGTERM'), setTimeout(() => child.kill('SIGKILL'), 2000).unref(), gone),
  }
}
/** CPU of a process so far, ms, all its threads; 10 ms steps. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
/** MB resident, now and at most. */
export function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const value = (name) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024)
  return { now: value('VmRSS'), most: value('VmHWM') }
}
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((done) => {
          const one = createServer()
          one.listen(0, '127.0.0.1', () => done(one))
        }),
    ),
  )
  const ports = servers.map((one) => one.address().port)
  await Promise.all(servers.map((one) => new Promise((done) => one.close(done))))
  return ports
}
