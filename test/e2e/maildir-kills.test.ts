import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { openMaildir } from '../../src/mailbox/maildir.ts'
import { smtpTransport } from '../../src/outbox/smtp.ts'
import { until } from '../servers/mail-daemon.ts'

const servers = join(dirname(fileURLToPath(import.meta.url)), '../servers')
const after: (() => void)[] = []
afterEach(() => {
  for (const undo of after.splice(0).reverse()) undo()
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-kills-'))
  after.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}
/** Starts a child; resolves at its first line; `kill` resolves when it is gone. */
async function child(
  program: string,
  ...args: string[]
): Promise<{ line: string; kill: () => Promise<void> }> {
  const process_ = spawn(process.execPath, [join(servers, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((done) => process_.once('exit', () => done()))
  const line = await new Promise<string>((done) =>
    process_.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim())),
  )
  const kill = (): Promise<void> => {
    process_.kill('SIGKILL')
    return gone
  }
  return { line, kill }
}
const built = existsSync(join(servers, '../../dist/store/publish.js'))

describe.skipIf(!built)('killed at any moment', () => {
  test('the intake has every mail that it said 250 to, whole, and none by halves', async () => {
    const maildir = join(folder(), 'mailbox')
    const kept = new Set<string>()
    let number = 0
    for (let round = 0; round < 12; round += 1) {
      const { line, kill } = await child('intake-server.mjs', maildir)
      const senders = Array.from({ length: 3 }, () =>
        smtpTransport({
          host: '127.0.0.1',
          port: Number(line),
          tls: false,
          name: 'client.test',
          timeouts: { connect: 2000, answer: 5000 },
        }),
      )
      const stop = new AbortController()
      const before = kept.size
      const work = senders.map(async (by) => {
        while (!stop.signal.aborted) {
          const subject = `m${(number += 1)}`
          const body = `${`${subject} `.repeat(2000)}\r\nend of ${subject}\r\n`
          const sent = await by.send(Buffer.from(`Subject: ${subject}\r\n\r\n${body}`), {
            from: 'a@b.example',
            to: 'verification@mail.test',
            id: subject,
          })
          if (sent.result === 'accepted') kept.add(subject)
        }
      })
      await until('a mail is kept', () => kept.size > before)
      await pause((round * 37) % 90)
      await kill()
      stop.abort()
      await Promise.all(work)
      await Promise.all(senders.map((by) => by.close()))
    }
    expect(kept.size).toBeGreaterThanOrEqual(12)
    const found = new Set<string>()
    const box = await openMaildir(maildir)
    for await (const { bytes } of box.arrivals()) {
      const text = Buffer.from(bytes).toString()
      const subject = /^Subject: (m\d+)$/m.exec(text)?.[1] ?? 'no subject'
      expect(text.endsWith(`end of ${subject}\r\n`)).toBe(true)
      found.add(subject)
    }
    await box.close()
    expect([...kept].filter((subject) => !found.has(subject))).toEqual([])
  })
  test('the published list is whole and of one piece, and what was left behind goes with the next', async () => {
    const published = join(folder(), 'published')
    for (let round = 0; round < 12; round += 1) {
      const { kill } = await child('list-writer.mjs', published)
      await pause((round * 29) % 70)
      await kill()
      const { n } = JSON.parse(readFileSync(join(published, 'services.json'), 'utf8')) as { n: number }
      const pages = readdirSync(join(published, 'services'))
      expect(pages).toHaveLength(40)
      const wrong = pages.filter(
        (page) =>
          !new RegExp(`^(always the same$|${n} x*$)`).test(
            readFileSync(join(published, 'services', page), 'utf8'),
          ),
      )
      expect(wrong).toEqual([])
    }
    const { kill } = await child('list-writer.mjs', published)
    await kill()
    expect(readdirSync(dirname(published)).length).toBeLessThanOrEqual(4) // the link, its folder, and one that was being written
  })
})
