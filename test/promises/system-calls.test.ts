import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import {
  deliver,
  deskFolder,
  freePort,
  mail,
  namesIn,
  serve,
  serveUnder,
  until,
  waiting,
  type Desk,
} from './daemon.ts'
import { count, figure } from './figures.ts'

// P1, P4 over the real daemon: killed at, or refused, one system call after another; a disk without room.
const works = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0
const strace = works('strace', '-V')
if (!strace) console.warn('PASSED OVER, system calls of the desk: strace is not installed')
const tmpfs = process.getuid?.() === 0
if (!tmpfs) console.warn('PASSED OVER, a desk on a full disk: it needs root')
const undo: (() => void)[] = []
afterEach(() => {
  for (const one of undo.splice(0).toReversed()) one()
})
const mails = 4
/** Two submissions, a question, and what is no mail. */
function fill(desk: Desk): void {
  deliver(
    desk,
    mail('admin@s0.example', 'Please list us', 'Domain: s0.example\nWebsite: https://s0.example/\n'),
  )
  deliver(desk, mail('asker@q.example', 'Hello', 'What does this desk do?'))
  deliver(desk, '\0 no mail')
  deliver(
    desk,
    mail('admin@s1.example', 'Please list us', 'Domain: s1.example\nWebsite: https://s1.example/\n'),
  )
}
const sent = (desk: Desk): string[] =>
  namesIn(join(desk.data, 'sent', 'new'), /./).map((name) =>
    readFileSync(join(desk.data, 'sent', 'new', name), 'utf8'),
  )
/** The next desk does the rest: each mail once, each letter once. */
async function makesItGood(desk: Desk): Promise<void> {
  const next = serve(desk)
  expect(await next.started, next.log()).toBe(true)
  await until(() => waiting(desk) === 0, 'all handled')
  const to = (letter: string) => /^To: <?([^\s>]+)/im.exec(letter)?.[1] ?? ''
  const id = (letter: string) => /^Message-ID: (\S+)/im.exec(letter)?.[1] ?? ''
  const asked = ['admin@s0.example', 'admin@s1.example', 'asker@q.example']
  await until(() => asked.every((who) => sent(desk).some((letter) => to(letter) === who)), 'all answered')
  next.kill('SIGTERM')
  expect(await next.gone).toBe(0)
  const domains = namesIn(join(desk.data, 'tickets'), /^IM-.*json$/).map(
    (name) =>
      (JSON.parse(readFileSync(join(desk.data, 'tickets', name), 'utf8')) as { domain: string }).domain,
  )
  expect(domains.toSorted()).toEqual(['s0.example', 's1.example'])
  expect(namesIn(join(desk.data, 'quarantine'), /eml$/)).toHaveLength(1)
  for (const who of asked) {
    const his = sent(desk).filter((letter) => to(letter) === who)
    expect([who, new Set(his.map(id)).size, new Set(his).size]).toEqual([who, 1, 1])
  }
}
/** Which calls: every so many in a reduced run, each of them in a full one. */
const whens = (calls: number, reduced: number): number[] => {
  const stride = count('STRIDE_CALLS', Math.max(1, Math.floor(calls / reduced)), 1)
  return Array.from({ length: Math.ceil(calls / stride) }, (_, i) => 1 + i * stride)
}
// Not with --seccomp-bpf: with it strace 6.1 counts no further than the first call when it shall send a signal.
const under = (calls: string, what: string): string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  '/dev/null',
  '-e',
  `trace=${calls}`,
  '-e',
  `inject=${calls}:${what}`,
]

describe.skipIf(!strace)('a desk at one system call', () => {
  const tried: string[] = []
  test.each([
    ['rename', 14, 4],
    ['fsync', 36, 3],
  ])('%s is killed there, and the next one does the rest', async (call, most, reduced) => {
    let reached = 0
    for (const n of whens(most, reduced)) {
      const desk = deskFolder()
      undo.push(() => desk.remove())
      fill(desk)
      const child = serveUnder(under(call, `signal=SIGKILL:when=${n}`), desk)
      const ended = child.gone.then(() => true)
      const all = until(() => waiting(desk) === 0 && sent(desk).length >= mails - 1, 'calm').then(() => false)
      if (await Promise.race([ended, all.catch(() => false)])) reached += 1
      child.killAll()
      await child.gone
      await makesItGood(desk)
    }
    expect(reached).toBeGreaterThan(1)
    tried.push(`SIGKILL at ${reached} ${call}s`)
  })
  test.each([
    ['fsync', 'EIO', /disk reports errors/, 2],
    ['fsync', 'ENOSPC', /disk is full/, 1],
    ['rename', 'EDQUOT', /quota is used up/, 1],
  ])(
    '%s that fails with %s ends it in one line, nothing damaged, and the next one does the rest',
    async (call, error, words, reduced) => {
      let reached = 0
      for (const n of whens(30, reduced).map((one) => one + 4)) {
        const desk = deskFolder()
        undo.push(() => desk.remove())
        fill(desk)
        const child = serveUnder(under(call, `error=${error}:when=${n}`), desk)
        const all = until(() => waiting(desk) === 0 && sent(desk).length >= mails - 1, 'calm').then(
          () => 'calm',
        )
        const code = await Promise.race([child.gone, all.catch(() => 'calm')])
        if (code === 75) {
          reached += 1
          const said = child
            .log()
            .trim()
            .split('\n')
            .filter((line) => !line.startsWith('{'))
          expect(said).toHaveLength(1)
          expect(said[0]).toMatch(words)
        } else expect(['calm', 75]).toContain(code)
        child.killAll()
        await child.gone
        await makesItGood(desk)
      }
      expect(reached).toBeGreaterThan(0)
      tried.push(`${error} at ${reached} ${call}s`)
    },
  )
  afterAll(() => {
    figure('P4', `the desk itself: ${tried.join(', ')}: the next one did the rest, each mail and letter once`)
  })
})

test.skipIf(!tmpfs)(
  'a disk without room: mail waits, health is red, and it goes on by itself when there is room',
  async () => {
    const metrics = await freePort()
    const desk = deskFolder({ web: { listen: '127.0.0.1:0', metrics: `127.0.0.1:${metrics}` } })
    undo.push(() => desk.remove())
    const disk = join(desk.folder, 'disk')
    mkdirSync(disk)
    if (!works('mount', '-t', 'tmpfs', '-o', 'size=20m,mode=700', 'vouch-test', disk))
      throw new Error('no tmpfs')
    undo.push(() => works('umount', disk))
    const config = JSON.parse(readFileSync(desk.config, 'utf8')) as object
    writeFileSync(desk.config, JSON.stringify({ ...config, data: 'disk' }))
    const full = { ...desk, data: desk.data }
    deliver(full, mail('asker@q.example', 'Hello', 'What does this desk do?'))
    const running = serve(desk)
    expect(await running.started, running.log()).toBe(true)
    const health = async () => await fetch(`http://127.0.0.1:${metrics}/healthz`)
    let red = await health()
    for (; red.status !== 503; red = await health()) await new Promise((done) => setTimeout(done, 100))
    expect(await red.text()).toMatch(/^(disk|mailbox): less than 200 MB are free/)
    expect(waiting(full)).toBe(1)
    expect(works('mount', '-o', 'remount,size=300m', disk)).toBe(true)
    await until(() => waiting(full) === 0 && sent(full).length === 1, 'answered')
    running.kill('SIGTERM')
    expect(await running.gone).toBe(0)
    figure(
      'P4',
      'a disk without room: health red, mail waits where it is, answered by itself when there is room',
    )
  },
)
