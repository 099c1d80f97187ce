import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolve } from 'node:path'
import { cleanUp, eventually, folder, run, startDesk } from './real-world.ts'

/** What who runs the desk does wrong, or what is done to him: each is said in one line, and nothing is made of it. */
const vouch = resolve(import.meta.dirname, '../../dist/main.js')
let dir = ''
let data = ''
const config = (): string[] => ['--config', join(dir, 'vouch.json')]
const oneLine = (said: RegExp) =>
  expect.stringMatching(new RegExp(`^vouch: [^\\n]*${said.source}[^\\n]*\\n$`))
beforeAll(() => {
  dir = folder()
  data = join(dir, 'data')
  writeFileSync(
    join(dir, 'vouch.json'),
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
      outgoing: { maildir: 'data/sent' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
    }),
  )
})
afterAll(cleanUp)
const stopped = async (desk: Awaited<ReturnType<typeof startDesk>>, signal: NodeJS.Signals) => {
  const ended = new Promise<number | null>((done) => desk.once('exit', (code) => done(code)))
  desk.kill(signal)
  return ended
}

describe('a folder that is no desk’s', () => {
  it.each([
    ['ticket', 'list'],
    ['erase', 'alex@im.example'],
    ['export', 'alex@im.example'],
    ['publish'],
    ['digest'],
    ['quarantine', 'list'],
    ['uptime', 'im.example'],
    ['export-list', 'list.json'],
    ['backup', 'desk.tar.gz'],
  ])('%s %s: 75, and nothing is made', async (...words) => {
    const mistyped = join(dir, 'mistyped')
    expect(await run([...words, ...config(), '--data', mistyped], { cwd: dir })).toEqual({
      code: 75,
      out: '',
      err: oneLine(/mistyped is no desk's data folder/),
    })
    expect(readdirSync(dir)).toEqual(['vouch.json'])
  })
})

describe('a desk', () => {
  it.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)(
    'says when it starts, of which version, and that %s ended it',
    async (signal) => {
      const desk = await startDesk(config())
      await eventually(() => (existsSync(join(data, 'desk.json')) ? true : undefined), 'its book')
      expect(desk.log()).toMatch(/"version":"\d+\.\d+\.\d+".*"desk started"/)
      expect(await stopped(desk, signal)).toBe(0)
      expect(desk.log().trim().split('\n').at(-1)).toMatch(/"desk stopped"/)
    },
  )
  it('whose secret is lost does not go on as if nothing were', async () => {
    const old = readFileSync(join(data, 'secret'), 'utf8')
    rmSync(join(data, 'secret'))
    for (const words of [['ticket', 'list'], ['serve'], ['backup', join(dir, 'desk.tar.gz')]])
      expect(await run([...words, ...config()])).toEqual({
        code: 65,
        out: '',
        err: oneLine(/secret is gone: put it back from a backup.*vouch serve --adopt/),
      })
    expect(existsSync(join(data, 'secret'))).toBe(false)
    const adopted = await startDesk([...config(), '--adopt'])
    expect(readFileSync(join(data, 'secret'), 'utf8')).not.toBe(old)
    await stopped(adopted, 'SIGTERM')
  })
  it.skipIf(process.getuid?.() !== 0)('that is another user’s: 75, and who should ask', () => {
    chmodSync(dir, 0o755)
    for (const words of [
      ['ticket', 'list'],
      ['backup', join(tmpdir(), 'desk.tar.gz')],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [vouch, ...words, ...config()], {
        encoding: 'utf8',
        uid: 65_534,
        gid: 65_534,
      })
      expect([words[0], status, stderr]).toEqual([
        words[0],
        75,
        oneLine(/is closed to this user\. Run this as its owner: runuser -u root --/),
      ])
    }
  })
})

it.skipIf(process.getuid?.() !== 0)(
  'passwords that only root may read keep nobody from asking the desk',
  () => {
    const home = folder()
    chmodSync(home, 0o755)
    mkdirSync(join(home, 'data', 'tickets'), { recursive: true, mode: 0o777 })
    for (const one of ['data', 'data/tickets']) chmodSync(join(home, one), 0o777)
    spawnSync('chown', ['-R', '65534:65534', join(home, 'data')])
    chmodSync(join(home, 'data'), 0o700)
    writeFileSync(join(home, 'password'), 'x', { mode: 0o600 })
    const imap = { host: '127.0.0.1', user: 'desk', passwordFile: 'password' }
    writeFileSync(join(home, 'vouch.json'), JSON.stringify({ mailbox: { imap } }))
    const as = (uid: number, ...words: string[]) =>
      spawnSync(process.execPath, [vouch, ...words, '--config', join(home, 'vouch.json')], {
        encoding: 'utf8',
        cwd: '/',
        uid,
        gid: uid,
      })
    expect(as(65_534, 'ticket', 'list')).toMatchObject({ status: 0, stdout: 'no tickets yet\n' })
    expect(as(65_534, 'serve')).toMatchObject({
      status: 78,
      stderr: oneLine(/passwordFile: cannot read .*EACCES.*run this as a user who may/),
    })
  },
)
