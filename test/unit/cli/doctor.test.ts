import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cannotWrite, secret } from '../../../src/cli/doctor-house.ts'
import { whatToDo } from '../../../src/cli/doctor-letter.ts'
import { mailbox, outgoing } from '../../../src/cli/doctor-mail.ts'
import type { Config } from '../../../src/config.ts'

const data = mkdtempSync(join(tmpdir(), 'vouch-doctor-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('the doctor', () => {
  it('names the key where a server does not speak TLS from the first byte', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('* OK ready\r\n')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const at = { host: '127.0.0.1', port, tls: true as const, user: 'desk', password: () => 'x' }
    const imap = { ...at, inbox: 'INBOX', done: 'Done', quarantine: 'Quarantine', pollEvery: 1000 }
    const [said] = await mailbox({ mailbox: { imap } } as unknown as Config)
    expect(said).toMatchObject({ result: 'FAIL', says: expect.stringMatching(/mailbox\.imap\.tls/) })
    const [sent] = await outgoing({
      outgoing: { smtp: at },
      address: 'desk@example.org',
    } as unknown as Config)
    expect(sent).toMatchObject({ result: 'FAIL', says: expect.stringMatching(/outgoing\.smtp\.tls/) })
    for (const { says } of [said, sent].filter((one) => one !== undefined))
      expect(says).not.toMatch(/OPENSSL|wrong version/i)
    server.close()
  })
  it('says of a lost secret that it is lost', async () => {
    expect(await secret({ data } as Config)).toMatchObject([
      { result: 'ok', says: 'made at the first start' },
    ])
    writeFileSync(join(data, 'desk.json'), '{}')
    expect(await secret({ data } as Config)).toMatchObject([
      { result: 'FAIL', says: expect.stringMatching(/secret is gone: put it back from a backup/) },
    ])
  })
  it.each([
    ['ENOSPC', /full.*Make room/],
    ['EROFS', /read-only/],
    ['EIO', /kernel log/],
    ['EACCES', /chown/],
  ])('%s is mended by what it is', (code, says) => {
    expect(cannotWrite('/var/lib/vouch/data', code)).toMatch(says)
    if (code !== 'EACCES') expect(cannotWrite('/var/lib/vouch/data', code)).not.toContain('chown')
  })
  it.each([
    ['refused-for-now', '450 4.2.0 <you@example.org>: Greylisted', /try again/],
    ['refused-for-now', '421 4.7.0 too many connections', /try again/],
    ['refused-for-now', '452 4.3.1 Insufficient system storage', /try again/],
    ['refused', '554 5.7.1 Spam message rejected', /for spam/],
    ['refused', '550 5.7.1 Sender not allowed', /send as desk@example\.org/],
    ['refused-for-now', 'connect ECONNREFUSED', /outgoing\.smtp: host/],
  ])('%s, %j: what to do', (result, said, says) =>
    expect(whatToDo(result, said, 'desk@example.org')).toMatch(says),
  )
})
