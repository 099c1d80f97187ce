import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openImap, type ImapOptions } from '../../src/mailbox/imap.ts'
import { MailboxError, type Arrival, type Mailbox } from '../../src/mailbox/mailbox.ts'
import { noDovecot, startDovecot, type Dovecot } from '../servers/dovecot.ts'
import { handIn, mailOf } from '../servers/lmtp.ts'
import { authority, until } from '../servers/mail-daemon.ts'

const missing = noDovecot()
if (missing !== undefined) console.warn(`PASSED OVER, IMAP against Dovecot: ${missing}`)

const ca = authority()
const hour = 3_600_000
const never = new AbortController().signal
const boxes: Mailbox[] = []
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.close()
})
async function all(box: Mailbox): Promise<Arrival[]> {
  const found: Arrival[] = []
  for await (const arrival of box.arrivals()) found.push(arrival)
  return found
}
/** What a loop may meet and go on. */
function mailboxTrouble(error: unknown): void {
  if (!(error instanceof MailboxError)) throw error
}
const subjects = (arrivals: readonly Arrival[]): string[] =>
  arrivals.map((one) => /^Subject: (.*)$/m.exec(Buffer.from(one.bytes).toString())?.[1]?.trim() ?? '?')

describe.skipIf(missing !== undefined)('IMAP, served by Dovecot', () => {
  let server: Dovecot
  let plain: Dovecot // without IDLE, MOVE and the like
  let full: Dovecot // with a small quota
  let user = ''
  let count = 0
  const names = Array.from({ length: 40 }, (_, i) => `user${i}`)
  const users = Object.fromEntries(names.map((name) => [name, 'secret']))
  beforeAll(async () => {
    const pair = ca.issue('mail.test')
    server = await startDovecot({ users, ...pair })
    plain = await startDovecot({ users, ...pair, capability: 'IMAP4rev1' })
    full = await startDovecot({ users, ...pair, quota: 'storage=16K', capability: 'IMAP4rev1' })
  })
  afterAll(async () => {
    await Promise.all([server?.stop(), plain?.stop(), full?.stop()])
  })
  /** A mailbox of a user of its own, so that tests do not see each other's mail. */
  function open(more: Partial<ImapOptions> = {}): Mailbox {
    user = names[count] as string
    count += 1
    return again(more)
  }
  function again(more: Partial<ImapOptions> = {}): Mailbox {
    const box = openImap({
      host: '127.0.0.1',
      port: server.imaps,
      tls: true,
      user,
      password: 'secret',
      servername: 'mail.test',
      certificateAuthorities: ca.pem,
      ...more,
    })
    boxes.push(box)
    return box
  }
  const clear = (daemon: Dovecot): Partial<ImapOptions> => ({ port: daemon.imap, tls: false })
  const folderOf = (daemon: Dovecot, folder: string): string[] =>
    daemon
      .doveadm('search', '-u', user, 'mailbox', folder, 'all')
      .trim()
      .split('\n')
      .filter((line) => line !== '')

  test('mail is offered oldest first, byte for byte, and is not marked as seen', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one'), mailOf('two')])
    const found = await all(box)
    expect(subjects(found)).toEqual(['one', 'two'])
    expect(Buffer.from(found[0]?.bytes ?? []).toString()).toContain(
      'Message-ID: <one@im.example>\r\n\r\nDomain: im.example\r\n',
    )
    expect(found[0]?.key.uid).toBe(1)
    expect(Math.abs((found[0]?.receivedAt ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(server.doveadm('fetch', '-u', user, 'flags', 'mailbox', 'INBOX', 'all')).not.toContain('\\Seen')
  })
  test('handled mail moves to Done or Quarantine, which are made when missing; again is harmless', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('good'), mailOf('bad'), mailOf('later')])
    const [good, bad] = await all(box)
    await box.handled((good as Arrival).key, 'done')
    await box.handled((bad as Arrival).key, 'quarantine')
    await box.handled((bad as Arrival).key, 'quarantine')
    expect(subjects(await all(box))).toEqual(['later'])
    expect([
      folderOf(server, 'Done').length,
      folderOf(server, 'Quarantine').length,
      folderOf(server, 'INBOX').length,
    ]).toEqual([1, 1, 1])
  })
  test('a folder with a name of its own, nested and not ASCII', async () => {
    const box = open({ done: 'Archiv/Erledigt für immer' })
    await handIn(server.lmtp, user, [mailOf('one')])
    await box.handled(((await all(box))[0] as Arrival).key, 'done')
    expect(folderOf(server, 'Archiv/Erledigt für immer')).toHaveLength(1)
  })
  test('a new mail ends the wait (IDLE), also after mail was moved away', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one'), mailOf('two'), mailOf('three')])
    for (const arrival of await all(box)) await box.handled(arrival.key, 'done')
    expect(await all(box)).toEqual([])
    for (const subject of ['four', 'five']) {
      const waiting = box.wait(hour, never)
      await handIn(server.lmtp, user, [mailOf(subject)])
      await waiting
      const [found] = await all(box)
      expect(subjects([found as Arrival])).toEqual([subject])
      await box.handled((found as Arrival).key, 'done')
    }
  })
  test('a server without IDLE, MOVE and UIDPLUS is polled, and mail is moved by copying', async () => {
    const box = open(clear(plain))
    expect(await all(box)).toEqual([])
    await handIn(plain.lmtp, user, [mailOf('one'), mailOf('two')])
    await box.wait(1, never)
    const [first] = await all(box)
    await box.handled((first as Arrival).key, 'done')
    expect(subjects(await all(box))).toEqual(['two'])
    expect(folderOf(plain, 'Done')).toHaveLength(1)
  })
  test('a session that is kicked off is opened again; nothing is lost, nothing comes twice', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one')])
    const [first] = await all(box)
    await box.handled((first as Arrival).key, 'done')
    const waiting = box.wait(hour, never)
    await until('the session is seen', () => server.doveadm('who', '-1', user).includes(user))
    server.doveadm('kick', user)
    await waiting // a broken connection is a hint as well
    await handIn(server.lmtp, user, [mailOf('two')])
    let found: Arrival[] = []
    await until('the mailbox is open again', async () => {
      found = await all(box).catch((error: unknown) => {
        mailboxTrouble(error)
        return []
      })
      return found.length > 0
    })
    expect(subjects(found)).toEqual(['two'])
  })
  test('kicked off between two mails, the rest is fetched over a new connection, and what was handled is moved then', async () => {
    const box = open()
    const sent = Array.from({ length: 120 }, (_, i) => `mail ${i}`)
    await handIn(
      server.lmtp,
      user,
      sent.map((subject) => mailOf(subject)),
    )
    const seen: string[] = []
    const look = async (): Promise<void> => {
      for await (const arrival of box.arrivals()) {
        seen.push(...subjects([arrival]))
        await box.handled(arrival.key, 'done')
        if (seen.length === 20) {
          server.doveadm('kick', user)
          await until('the session is gone', () => !server.doveadm('who', '-1', user).includes(user))
        }
      }
    }
    await until('all is moved', async () => {
      await look().catch(mailboxTrouble)
      return folderOf(server, 'INBOX').length === 0
    })
    expect(seen).toEqual(sent)
    expect(folderOf(server, 'Done')).toHaveLength(120)
  })
  test('after a change of UIDVALIDITY everything is offered again under new keys, and an old key moves nothing', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one'), mailOf('two')])
    const before = await all(box)
    server.doveadm('mailbox', 'update', '-u', user, '--uid-validity', '4242', 'INBOX')
    let now: Arrival[] = []
    await until('the new numbers are seen', async () => {
      now = await all(box).catch(() => [])
      return now[0]?.key.validity === 4242
    })
    expect(subjects(now)).toEqual(['one', 'two'])
    expect(before[0]?.key.validity).not.toBe(4242)
    await box.handled((before[0] as Arrival).key, 'done')
    expect(folderOf(server, 'INBOX')).toHaveLength(2)
  })
  test('mails that vanish between list and fetch are passed over', async () => {
    const box = open()
    await handIn(
      server.lmtp,
      user,
      Array.from({ length: 60 }, (_, i) => mailOf(`${i % 2 === 0 ? 'even' : 'odd'} ${i}`)),
    )
    const seen: string[] = []
    for await (const arrival of box.arrivals()) {
      seen.push(...subjects([arrival]))
      if (seen.length === 1)
        server.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'header', 'subject', 'odd')
    }
    const late = seen.slice(50) // those of the second batch
    expect(late).toEqual(['even 50', 'even 52', 'even 54', 'even 56', 'even 58'])
    expect(await all(box)).toHaveLength(30)
  })
  test('a caller that stops early has what it handled moved', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one'), mailOf('two'), mailOf('three')])
    for await (const arrival of box.arrivals()) {
      await box.handled(arrival.key, 'done')
      if (subjects([arrival])[0] === 'two') break
    }
    expect([folderOf(server, 'Done').length, subjects(await all(box))]).toEqual([2, ['three']])
  })
  test('mails that are handled side by side, while more are fetched and after, all move', async () => {
    const box = open()
    await handIn(
      server.lmtp,
      user,
      Array.from({ length: 130 }, (_, i) => mailOf(`mail ${i}`)),
    )
    const under: Promise<void>[] = []
    for await (const { key } of box.arrivals()) {
      const where = under.length % 10 === 9 ? 'quarantine' : 'done'
      under.push(setTimeout(5).then(() => box.handled(key, where)))
    }
    await Promise.all(under)
    expect([folderOf(server, 'INBOX'), folderOf(server, 'Done').length]).toEqual([[], 117])
    expect(folderOf(server, 'Quarantine')).toHaveLength(13)
    expect(await all(box)).toEqual([])
  })
  test('a mail that a person moved away meanwhile is not missed', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one')])
    const [first] = await all(box)
    server.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'all')
    await box.handled((first as Arrival).key, 'done')
    expect(await all(box)).toEqual([])
  })
  test('1,200 waiting mails come once each, in order', async () => {
    const box = open({ port: server.imaps })
    await handIn(server.lmtp, user, [mailOf('0')]) // Dovecot makes the folders
    for (let i = 1; i < 1200; i += 1)
      writeFileSync(join(server.maildir(user), 'new', `${1_700_000_000 + i}.M1P1.test`), mailOf(String(i)))
    execFileSync('chown', ['-R', '--reference', join(server.maildir(user), 'cur'), server.maildir(user)])
    const seen: string[] = []
    for await (const arrival of box.arrivals()) seen.push(...subjects([arrival]))
    expect(seen).toHaveLength(1200)
    expect(new Set(seen).size).toBe(1200)
  })
  test('of a mail over the limit only the beginning is fetched', async () => {
    const box = open({ mailLimit: 300_000 })
    await handIn(server.lmtp, user, [mailOf('big', `${'x'.repeat(70)}\r\n`.repeat(10_000)), mailOf('small')])
    const [big, small] = await all(box)
    expect(big?.tooBig).toBeGreaterThan(700_000)
    expect(big?.bytes.byteLength).toBe(102_400)
    expect(subjects([big as Arrival, small as Arrival])).toEqual(['big', 'small'])
    expect(small?.tooBig).toBeUndefined()
  })
  test('with a cursor, what an earlier run settled is only moved', async () => {
    const box = open()
    await handIn(server.lmtp, user, [mailOf('one'), mailOf('two')])
    const [first] = await all(box)
    const later = openImap({
      host: '127.0.0.1',
      port: server.imap,
      tls: false,
      user,
      password: 'secret',
      cursor: () => (first as Arrival).key,
    })
    boxes.push(later)
    expect(subjects(await all(later))).toEqual(['two'])
    expect(folderOf(server, 'Done')).toHaveLength(1)
  })
  test('when the mailbox is too full to copy, that is told, the queue goes on, and the move is made up for', async () => {
    const box = open(clear(full))
    const body = `${'x'.repeat(60)}\r\n`.repeat(100)
    await handIn(full.lmtp, user, [mailOf('one', body), mailOf('two', body)])
    const seen: string[] = []
    const look = async (): Promise<void> => {
      for await (const arrival of box.arrivals()) {
        seen.push(...subjects([arrival]))
        if (seen.length === 1) await box.handled(arrival.key, 'done')
      }
    }
    await expect(look()).rejects.toThrow(/The mailbox of user\d+ .* is full \(moving to Done\): make room/)
    expect(seen).toEqual(['one', 'two'])
    await expect(look()).rejects.toThrow(/is full/)
    expect(seen).toEqual(['one', 'two', 'two'])
    full.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'header', 'subject', 'two')
    await look()
    expect(seen).toHaveLength(3)
    expect([folderOf(full, 'Done').length, folderOf(full, 'INBOX').length]).toEqual([1, 0])
  })

  describe('says in one line what is wrong', () => {
    const refused = async (more: Partial<ImapOptions>): Promise<string> => {
      const error = await all(open(more)).then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(MailboxError)
      const { message } = error as Error
      expect(message).not.toMatch(/\n/)
      expect(message).not.toContain('secret')
      return message
    }
    test('a wrong password', async () => {
      expect(await refused({ password: 'wrong-one' })).toMatch(
        /refuses the login of user\d+ .*Check mailbox\.imap\.user/,
      )
    })
    test('a missing folder', async () => {
      expect(await refused({ inbox: 'Verification' })).toMatch(/folder Verification does not exist/)
    })
    test('a certificate of an unknown authority', async () => {
      expect(await refused({ certificateAuthorities: authority('Other CA').pem })).toMatch(
        /certificate .* is not accepted/,
      )
    })
    test('a certificate for another host, over STARTTLS as well', async () => {
      expect(await refused({ servername: 'other.test' })).toMatch(/certificate .* is not accepted/)
      expect(await refused({ port: server.imap, tls: 'starttls', servername: 'other.test' })).toMatch(
        /certificate .* is not accepted/,
      )
    })
    test('nobody there', async () => {
      expect(await refused({ port: 1 })).toMatch(/cannot be reached \(ECONNREFUSED\)/)
    })
  })
  test('STARTTLS with a known authority works', async () => {
    const box = open({ port: server.imap, tls: 'starttls' })
    await handIn(server.lmtp, user, [mailOf('one')])
    expect(subjects(await all(box))).toEqual(['one'])
  })
})
