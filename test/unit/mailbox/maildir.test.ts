import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { deliver, handledFolders, openMaildir, sweepMails } from '../../../src/mailbox/maildir.ts'
import { isDesk, openSmtpIntake, type SmtpIntake } from '../../../src/mailbox/smtp-intake.ts'
import type { Arrival, Mailbox } from '../../../src/mailbox/mailbox.ts'

const after: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo()
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  after.push(() => rmSync(made, { recursive: true, force: true }))
  return join(made, 'mailbox')
}
async function mailbox(path: string, options?: Parameters<typeof openMaildir>[1]): Promise<Mailbox> {
  const opened = await openMaildir(path, options)
  after.push(() => opened.close())
  return opened
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
async function all(box: Mailbox): Promise<Arrival[]> {
  const found: Arrival[] = []
  for await (const arrival of box.arrivals()) found.push(arrival)
  return found
}
const texts = async (box: Mailbox): Promise<string[]> =>
  (await all(box)).map((arrival) => new TextDecoder().decode(arrival.bytes))

describe('a Maildir as mailbox', () => {
  test('offers what was delivered, oldest first, until it is handled', async () => {
    const path = folder()
    const box = await mailbox(path)
    for (const text of ['one', 'two', 'three']) await deliver(path, bytes(text))
    expect(await texts(box)).toEqual(['one', 'two', 'three'])
    const [first] = await all(box)
    await box.handled((first as Arrival).key, 'done')
    expect(await texts(box)).toEqual(['two', 'three'])
    expect(readdirSync(join(path, '.Done/cur'))).toEqual([`${String((first as Arrival).key.uid)}:2,S`])
  })
  test('handling the same mail twice, or one that vanished, is harmless', async () => {
    const path = folder()
    const box = await mailbox(path)
    await deliver(path, bytes('one'))
    const [first] = await all(box)
    await box.handled((first as Arrival).key, 'quarantine')
    await box.handled((first as Arrival).key, 'quarantine')
    await box.handled({ validity: 0, uid: 'never.there' }, 'done')
    expect(readdirSync(join(path, '.Quarantine/cur'))).toHaveLength(1)
  })
  test('a mail that somebody reads meanwhile keeps its key', async () => {
    const path = folder()
    const box = await mailbox(path)
    const name = await deliver(path, bytes('one'))
    renameSync(join(path, 'new', name), join(path, 'cur', `${name}:2,FS`))
    const [found] = await all(box)
    expect(found?.key).toEqual({ validity: 0, uid: name })
    await box.handled({ validity: 0, uid: name }, 'done')
    expect(await all(box)).toEqual([])
  })
  test('a file without a Maildir name comes last and is taken all the same', async () => {
    const path = folder()
    const box = await mailbox(path)
    writeFileSync(join(path, 'new', 'by-hand.eml'), 'by hand')
    await deliver(path, bytes('delivered'))
    expect(await texts(box)).toEqual(['delivered', 'by hand'])
  })
  test('says when it came', async () => {
    const path = folder()
    const box = await mailbox(path)
    const name = await deliver(path, bytes('one'))
    utimesSync(join(path, 'new', name), 1_700_000_000, 1_700_000_000)
    expect((await all(box))[0]?.receivedAt).toBe(1_700_000_000_000)
  })
  test('of a mail over the limit only the beginning is read, and its size is told', async () => {
    const path = folder()
    const box = await mailbox(path, { mailLimit: 200_000 })
    await deliver(path, new Uint8Array(200_001).fill(65))
    await deliver(path, new Uint8Array(200_000).fill(65))
    const [big, small] = await all(box)
    expect(big).toMatchObject({ tooBig: 200_001 })
    expect(big?.bytes.byteLength).toBe(102_400)
    expect(small?.tooBig).toBeUndefined()
  })
  test('waits until something arrives, and not at all when it came since the last look', async () => {
    const path = folder()
    const box = await mailbox(path)
    const waiting = box.wait(600_000, new AbortController().signal)
    await deliver(path, bytes('one'))
    await waiting
    await box.wait(600_000, new AbortController().signal)
    expect(await texts(box)).toEqual(['one'])
  })
  test('a wait ends when it is aborted', async () => {
    const box = await mailbox(folder())
    const stop = new AbortController()
    const waiting = box.wait(600_000, stop.signal)
    stop.abort()
    await waiting
    expect(stop.signal.aborted).toBe(true)
  })
  test('a copy of handled mail goes when nothing of it may be kept', async () => {
    const path = folder()
    const box = await mailbox(path)
    for (const text of ['kept', 'erased', 'waiting']) await deliver(path, bytes(text))
    const [kept, erased] = await all(box)
    await box.handled((kept as Arrival).key, 'done')
    await box.handled((erased as Arrival).key, 'quarantine')
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(await sweepMails(handledFolders(path), (sha256) => sha256 === hash('kept'))).toBe(1)
    expect(readdirSync(join(path, '.Done/cur'))).toHaveLength(1)
    expect(readdirSync(join(path, '.Quarantine/cur'))).toEqual([])
    expect(await texts(box)).toEqual(['waiting'])
  })
  test.each([
    ['of 1970', 0],
    ['of the year 99999', 3_093_527_980_799_000],
  ])('a file %s came now', async (_, at) => {
    const path = folder()
    const box = await mailbox(path)
    const name = await deliver(path, bytes('one'))
    utimesSync(join(path, 'new', name), at / 1000, at / 1000)
    expect(Math.abs(((await all(box))[0]?.receivedAt ?? 0) - Date.now())).toBeLessThan(60_000)
  })
  test('others may not look into one that we made; one that was there keeps its rights, for its mail server', async () => {
    const path = folder()
    await mailbox(path)
    const name = await deliver(path, bytes('one'))
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(statSync(join(path, 'new', name)).mode & 0o777).toBe(0o600)
    const shared = folder()
    mkdirSync(shared, { recursive: true })
    chmodSync(shared, 0o770)
    await mailbox(shared)
    expect(statSync(shared).mode & 0o777).toBe(0o770)
  })
})

/** A bare SMTP client: sends lines, collects the codes. */
async function smtp(intake: SmtpIntake, lines: string[]): Promise<string[]> {
  return new Promise((done, failed) => {
    const socket = createConnection(intake.port, intake.host)
    const said: string[] = []
    const queue = [...lines, 'QUIT']
    let held = ''
    socket.on('data', (chunk) => {
      held += chunk.toString()
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end)
        held = held.slice(end + 2)
        if (line[3] === '-') continue
        said.push(line)
        const next = queue.shift()
        if (next !== undefined) socket.write(`${next}\r\n`)
      }
    })
    socket.on('close', () => done(said.slice(1)))
    socket.on('error', failed)
  })
}
async function intake(path: string, limit?: number): Promise<SmtpIntake> {
  const opened = await openSmtpIntake({
    host: '127.0.0.1',
    port: 0,
    maildir: path,
    address: 'verification@desk.example',
    now: () => 1_795_348_800_000,
    ...(limit !== undefined && { mailLimit: limit }),
  })
  after.push(() => opened.close())
  return opened
}

describe('the SMTP intake', () => {
  test('has the mail on disk before it says 250, with its envelope on top', async () => {
    const path = folder()
    const server = await intake(path)
    const said = await smtp(server, [
      'EHLO client.example',
      'MAIL FROM:<admin@im.example>',
      'RCPT TO:<verification+im-2026-0001-4-abc@desk.example>',
      'DATA',
      'Subject: Hello\r\n\r\n..dot\r\n.',
    ])
    expect(said.map((line) => line.slice(0, 3))).toEqual(['250', '250', '250', '354', '250', '221'])
    const [name] = readdirSync(join(path, 'new'))
    expect(readFileSync(join(path, 'new', name as string), 'latin1')).toBe(
      'Return-Path: <admin@im.example>\r\nDelivered-To: verification+im-2026-0001-4-abc@desk.example\r\n' +
        'Received: from client.example ([127.0.0.1]) by desk.example (Vouch) with ESMTP;\r\n Sun, 22 Nov 2026 12:00:00 +0000\r\n' +
        'Subject: Hello\r\n\r\n.dot\r\n',
    )
  })
  test('takes a bounce, whose sender is empty', async () => {
    const path = folder()
    await smtp(await intake(path), [
      'EHLO client.example',
      'MAIL FROM:<>',
      'RCPT TO:<VERIFICATION@desk.example>',
      'DATA',
      'Subject: x\r\n\r\nx\r\n.',
    ])
    const [name] = readdirSync(join(path, 'new'))
    expect(readFileSync(join(path, 'new', name as string), 'latin1')).toMatch(/^Return-Path: <>\r\n/)
  })
  test.each(['\n.\n', '\n.\r\n', '\r.\r\n', '\r\n.\n'])(
    'a mail cannot be smuggled in behind %j',
    async (end) => {
      const path = folder()
      const hidden = `${end}MAIL FROM:<admin@im.example>\r\nRCPT TO:<verification@desk.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx`
      const said = await smtp(await intake(path), [
        'EHLO client.example',
        'MAIL FROM:<evil@x.example>',
        'RCPT TO:<verification@desk.example>',
        'DATA',
        `Subject: outer\r\n\r\nx${hidden}\r\n.`,
      ])
      expect(said.map((line) => line.slice(0, 3))).toEqual(['250', '250', '250', '354', '250', '221'])
      const names = readdirSync(join(path, 'new'))
      expect(names).toHaveLength(1)
      expect(readFileSync(join(path, 'new', names[0] as string), 'latin1')).toContain('Subject: outer')
    },
  )
  test('relays for nobody', async () => {
    const path = folder()
    const said = await smtp(await intake(path), [
      'EHLO client.example',
      'MAIL FROM:<admin@im.example>',
      'RCPT TO:<somebody@elsewhere.example>',
    ])
    expect(said[2]).toMatch(/^550 5\.1\.1 .*verification@desk\.example/)
    expect(readdirSync(join(path, 'new'))).toEqual([])
  })
  test('refuses a mail over the limit, announced or not', async () => {
    const path = folder()
    const server = await intake(path, 1000)
    const announced = await smtp(server, ['EHLO client.example', 'MAIL FROM:<admin@im.example> SIZE=1001'])
    expect(announced[1]).toMatch(/^552/)
    const silent = await smtp(server, [
      'EHLO client.example',
      'MAIL FROM:<admin@im.example>',
      'RCPT TO:<verification@desk.example>',
      'DATA',
      `${'x'.repeat(1100)}\r\n.`,
    ])
    expect(silent[4]).toMatch(/^552/)
    expect(readdirSync(join(path, 'new'))).toEqual([])
  })
  test('asks to come again when it cannot store', async () => {
    const path = folder()
    const server = await intake(path)
    rmSync(join(path, 'tmp'), { recursive: true })
    const said = await smtp(server, [
      'EHLO client.example',
      'MAIL FROM:<admin@im.example>',
      'RCPT TO:<verification@desk.example>',
      'DATA',
      'x\r\n.',
    ])
    expect(said[4]).toMatch(/^451/)
  })
  test('says in one line that its port is taken', async () => {
    const path = folder()
    const first = await intake(path)
    await expect(
      openSmtpIntake({
        host: '127.0.0.1',
        port: first.port,
        maildir: path,
        address: 'verification@desk.example',
      }),
    ).rejects.toThrow(/cannot listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/)
  })
  test.each([
    ['verification@desk.example', true],
    ['Verification@DESK.example', true],
    ['verification+x+y@desk.example', true],
    ['verification@other.example', false],
    ['+x@desk.example', false],
    ['verificationx@desk.example', false],
    ['@desk.example', false],
    ['verification@desk.example@x.example', false],
  ])('%s: for the desk %s', (address, is) => {
    expect(isDesk(address, 'verification@desk.example')).toBe(is)
  })
})
