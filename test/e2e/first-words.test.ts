import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { welcome } from '../../src/cli/serve.ts'
import { readConfig } from '../../src/config.ts'
import { startDesk, type Running } from '../../src/desk/run.ts'
import { startWorld } from '../../src/demo/world/world.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

it('what the desk prints at its first start can be pasted into a shell, and makes a ticket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-first-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'data'), { mode: 0o755 }) // as a fresh clone has it
  copyFileSync(resolve(import.meta.dirname, '../../data/README.md'), join(folder, 'data', 'README.md'))
  const world = await startWorld([{ domain: 'reference.example' }])
  closing.push(() => world.close())
  const embedded = readConfig(undefined, undefined, folder)
  const config = {
    ...embedded, // on free ports, and asking nobody outside
    mailbox: { ...embedded.mailbox, smtp: '127.0.0.1:0' },
    web: { listen: '127.0.0.1:0' },
    probe: { ...embedded.probe, resolvers: [world.resolver], allow: ['127.0.0.0/8'] },
  }
  let read: (kind: string) => void = () => undefined
  const mail = new Promise<string>((done) => (read = done))
  const desk: Running = await startDesk(config, { log: 'silent', hear: { mail: ({ kind }) => read(kind) } })
  closing.push(() => desk.stop())

  const printed = welcome(config, desk)
  const pasted = printed.slice(printed.indexOf('\ncurl ') + 1, printed.indexOf('Then look at'))
  const shell = spawn('sh', { stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  shell.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((done) => shell.once('close', done))
  shell.stdin.end(pasted)
  expect([await ended, said.replace(/[^]*\r/, '').match(/curl: .*|sh: .*/)?.[0]]).toEqual([0, undefined])
  expect(await mail).toBe('submission')
  expect(desk.house.world.cards.all().map(({ domain, operator }) => [domain, operator])).toEqual([
    ['im.example.org', 'you@example.org'],
  ])
})
