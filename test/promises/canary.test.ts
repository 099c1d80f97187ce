import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mentions } from '../../src/desk/spellings.ts'
import { command, deliver, deskFolder, freePort, mail, namesIn, serve, until, waiting } from './daemon.ts'
import { count, figure } from './figures.ts'

// P19: persons who exist nowhere else. Nothing of them outside the store; after erasing, nothing of them at all.
const persons = count('CANARIES', 5, 30)
type Canary = {
  readonly address: string
  readonly jid: string
  readonly phone: string
  readonly name: string
  readonly domain: string
}
const canary = (n: number): Canary => ({
  address: `canary${n}.person@kanarien${n}.example`,
  jid: `jid-of-canary${n}@chat${n}.example`,
  phone: `+4930555${String(10_000 + n)}`,
  name: `Kanaria${n} Unverwechselbar${n}`,
  domain: `kanarien${n}.example`,
})
const wordsOf = (one: Canary): string[] => [one.address, one.jid, one.phone, one.name]
const b64 = (text: string) => Buffer.from(text).toString('base64')

function mailsOf(one: Canary): string[] {
  const form = `Domain: ${one.domain}\nWebsite: https://${one.domain}/\nAdmin name: ${one.name}\nAdmin JID: ${one.jid}\nPhone: ${one.phone}\n`
  const part = (type: string, body: string, more = '') =>
    `--b\r\nContent-Type: ${type}\r\n${more}\r\n${body}\r\n`
  return [
    mail(`"${one.name}" <${one.address}>`, `list ${one.name}`, form),
    mail(
      `=?utf-8?b?${b64(one.name)}?= <${one.address}>`,
      `=?utf-8?b?${b64(`I am ${one.address}`)}?=`,
      'a question about my case',
    ),
    mail(
      `<${one.address}>`,
      'in base64',
      b64(`call me: ${one.phone}, ${one.jid}`),
      'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n',
    ),
    mail(
      `<${one.address}>`,
      'attached',
      `${part('text/plain', 'see the attachment')}${part('application/octet-stream', b64(one.phone), `Content-Disposition: attachment; filename="${one.address}.txt"\r\nContent-Transfer-Encoding: base64\r\n`)}--b--`,
      'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n',
    ),
    mail(
      '<bob@other.example>',
      'about somebody',
      `=_${one.address.replace('@', '=40')} said: ${one.phone}`,
      'Content-Transfer-Encoding: quoted-printable\r\n',
    ),
    `no header at all, from ${one.address}`,
    `From: ${one.address}\r\nSubject: ${'x'.repeat(1_300_000)}\r\n\r\n${one.phone}`,
  ]
}
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test('persons leave no trace outside the store, and none at all when they are erased', async () => {
  const [page, metrics] = [await freePort(), await freePort()]
  const desk = deskFolder({ web: { listen: `127.0.0.1:${page}`, metrics: `127.0.0.1:${metrics}` } })
  let running = serve(desk)
  expect(await running.started, running.log()).toBe(true)
  const all = Array.from({ length: persons }, (_, n) => canary(n))
  const words = all.flatMap(wordsOf)
  let outside = ''
  for (const one of all) for (const text of mailsOf(one)) deliver(desk, text)
  await until(() => waiting(desk) < persons * 3, 'half of it')
  running.kill('SIGKILL') // crash reports are looked at too
  await running.gone
  outside += running.log() + running.out()
  running = serve(desk)
  expect(await running.started, running.log()).toBe(true)
  await until(() => waiting(desk) === 0, 'all handled')
  expect(namesIn(join(desk.data, 'tickets'), /json$/).length).toBeGreaterThanOrEqual(persons)
  for (const path of [
    `${page}/`,
    `${page}/nowhere`,
    `${page}/services.json`,
    `${metrics}/metrics`,
    `${metrics}/healthz`,
  ])
    outside += await (await fetch(`http://127.0.0.1:${path}`)).text()
  for (const name of ['list', '--help'])
    outside += command('quarantine', name, '--config', desk.config).stdout
  command('publish', '--config', desk.config)
  for (const file of filesUnder(join(desk.data, 'published'))) outside += readFileSync(file, 'utf8')
  outside += running.log() + running.out()
  const hits = words.filter((word) => mentions(Buffer.from(outside), [word]))
  expect(hits).toEqual([])
  const open = filesUnder(desk.data).filter(
    (path) => !path.includes('/.published') && (statSync(path).mode & 0o077) !== 0,
  )
  // what this test itself delivered has the modes of this test
  expect(open.filter((path) => !path.includes('/mailbox/'))).toEqual([])
  for (const room of ['tickets', 'mail', 'evidence', 'quarantine', 'uptime'])
    expect(statSync(join(desk.data, room)).mode & 0o077).toBe(0)

  const began = Date.now()
  for (const one of all) {
    const erased = command('erase', one.address, '--config', desk.config, '--json')
    expect([erased.status, erased.stderr]).toEqual([0, ''])
    expect((JSON.parse(erased.stdout) as { left: string[] }).left).toEqual([])
  }
  const seconds = (Date.now() - began) / 1000 / persons
  running.kill('SIGTERM')
  expect(await running.gone).toBe(0)
  const left = filesUnder(desk.data).filter((path) => mentions(readFileSync(path), words))
  expect(left).toEqual([])
  expect(running.log()).not.toMatch(/canary\d/)
  expect(seconds).toBeLessThan(60)
  figure(
    'P19',
    `${persons} persons in ${persons * 7} mails of every coding, one crash: 0 hits in log, pages, metrics, list; erased in ${seconds.toFixed(1)} s each, 0 bytes left`,
  )
  desk.remove()
})
