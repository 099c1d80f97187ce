import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { IntakeError, mailReader, type MailReader } from '../../src/intake/pool.ts'
import type { EmailAddress } from '../../src/values/names.ts'
import { mail, now } from '../unit/intake/mails.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-reader-'))
const real = join(import.meta.dirname, '../../dist/intake/worker.js')
const readers: MailReader[] = []
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

const reader = (
  program: string,
  more: { milliseconds?: number; megabytes?: number; starting?: number } = {},
): MailReader => {
  const made = mailReader({
    program,
    address: 'verification@jabber.org' as EmailAddress,
    authenticate: { with: 'none' },
    ...more,
  })
  readers.push(made)
  return made
}
/** A worker that does `what` with every mail but the one that says `good`. */
const worker = (name: string, what: string): string => {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(
    path,
    `process.on('message', (job) => { if (!job.bytes) return process.send({ ready: true })\nif (Buffer.from(job.bytes).includes('good')) process.send({ id: job.id, outcome: { read: 'good' } })\nelse { ${what} } })`,
  )
  return path
}

describe('the mail worker, a process of its own', () => {
  it('reads mails one after another, in order', async () => {
    const one = reader(real)
    const found = await Promise.all(
      ['a', 'b', 'c'].map((name) => one.read(mail(`Domain: ${name}.example.org\n`), now)),
    )
    expect(found.map((each) => 'read' in each && each.read.submissions[0]?.claims.domain)).toEqual([
      'a.example.org',
      'b.example.org',
      'c.example.org',
    ])
  })
  it('says what is too big or no mail', async () => {
    const one = reader(real)
    expect(await one.read(new Uint8Array(11 * 1024 * 1024), now)).toMatchObject({ failed: 'too-big' })
    expect(await one.read(Buffer.from('nothing'), now)).toMatchObject({ failed: 'not-mail' })
  })
  it.each([
    ['exits', 'process.exit(3)'],
    ['throws', "throw new Error('x')"],
    ['rejects', "void Promise.reject(new Error('x'))"],
    ['is killed', "process.kill(process.pid, 'SIGKILL')"],
    ['fills its memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))'],
  ])('that %s is a value, and the next mail is read by a new one', async (name, what) => {
    const one = reader(worker(name.replaceAll(' ', '-'), what), { megabytes: 64, milliseconds: 20_000 })
    expect(await one.read(Buffer.from('bad'), now)).toMatchObject({ failed: 'crashed' })
    expect(await one.read(Buffer.from('good'), now)).toEqual({ read: 'good' })
  })
  it.each([
    ['ends', 'process.exit(3)', 'crashed'],
    ['hangs', 'for (;;);', 'too-slow'],
  ])('that %s with one mail is no fault of those that wait behind it', async (name, what, failed) => {
    const one = reader(worker(`waiting-${name}`, what), { milliseconds: 700 })
    const mails = ['good', 'bad', 'good', 'bad', 'bad', 'good', 'good', 'bad', 'good']
    const found = await Promise.all(mails.map((text) => one.read(Buffer.from(text), now)))
    expect(found.map((each) => ('failed' in each ? each.failed : each.read))).toEqual(
      mails.map((text) => (text === 'good' ? 'good' : failed)),
    )
  })
  it('has a mail’s time begin with the mail, not while another is read', async () => {
    const slow = join(folder, 'slow.mjs')
    writeFileSync(
      slow,
      `let line = Promise.resolve()\nprocess.on('message', ({ id, bytes }) => {\n  if (!bytes) return process.send({ ready: true })\n  line = line.then(() => new Promise((done) => setTimeout(() => process.send({ id, outcome: { read: 'good' } }, done), 400)))\n})`,
    )
    const one = reader(slow, { milliseconds: 650 })
    const found = await Promise.all(['1', '2', '3', '4'].map((text) => one.read(Buffer.from(text), now)))
    expect(found).toEqual([1, 2, 3, 4].map(() => ({ read: 'good' })))
  })
  it('that takes too long is ended', async () => {
    const one = reader(worker('hangs', 'for (;;);'), { milliseconds: 700 })
    expect(await one.read(Buffer.from('bad'), now)).toEqual({
      failed: 'too-slow',
      detail: 'not read within 700 ms',
    })
    expect(await one.read(Buffer.from('good'), now)).toEqual({ read: 'good' })
  })
  it('that does not start at all is trouble of ours, never the mail’s', async () => {
    const dies = join(folder, 'dies.mjs')
    writeFileSync(dies, 'process.exit(1)')
    const mute = join(folder, 'mute.mjs')
    writeFileSync(mute, "process.on('message', () => undefined)")
    for (const program of [join(folder, 'missing.mjs'), dies, mute]) {
      const one = reader(program, { starting: 500 })
      await expect(one.read(Buffer.from('good'), now)).rejects.toThrow(/reader does not start/)
      await expect(one.read(Buffer.from('good'), now)).rejects.toThrow(IntakeError) // asked anew
    }
  })
})
