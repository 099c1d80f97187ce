import { readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scriptedSmtp, type ScriptedSmtp } from '../servers/scripted-smtp.ts'
import {
  command,
  deliver,
  deskFolder,
  mail,
  namesIn,
  pause,
  serve,
  until,
  waiting,
  type Desk,
} from './daemon.ts'
import { count, figure, quiet, random, timed } from './figures.ts'

// P1, P2, P21, P22: the real daemon over a Maildir and an SMTP server that loses its answers, killed at random moments.
const mails = count('MAILS', 150, 1000)
const kills = count('KILLS', 25, 500)
const next = random(20_261_122)
let desk: Desk
let sink: ScriptedSmtp
let killing = true
beforeAll(async () => {
  // one mail in twenty is kept, and the connection cut before the "250" that says so
  // and while we kill, one in five gets no answer at all, so that the kill finds it on its way
  sink = await scriptedSmtp((line, kept) =>
    line !== '.' ? undefined : killing && kept % 5 === 0 ? 'hang' : kept % 20 === 0 ? 'drop' : undefined,
  )
  desk = deskFolder({ outgoing: { smtp: { host: '127.0.0.1', port: sink.port, tls: false } } })
})
afterAll(async () => {
  await sink.close()
  desk.remove()
})

const domainsOf = (one: Desk): string[] =>
  namesIn(join(one.data, 'tickets'), /^IM-.*\.json$/)
    .map(
      (name) =>
        (JSON.parse(readFileSync(join(one.data, 'tickets', name), 'utf8')) as { domain: string }).domain,
    )
    .toSorted()

type Kind = 'submission' | 'question' | 'no mail'
const kindOf = (i: number): Kind => (i % 10 === 9 ? 'no mail' : i % 3 === 2 ? 'question' : 'submission')
function content(i: number): string {
  if (kindOf(i) === 'no mail') return i % 20 === 9 ? `no header at all, number ${i}` : `\0\0\0${i}\0`
  if (kindOf(i) === 'question') return mail(`asker@q${i}.example`, 'Hello', 'What does this desk do?')
  return mail(
    `admin@s${i}.example`,
    'Please list us',
    `Domain: s${i}.example\nWebsite: https://s${i}.example/\n`,
  )
}

test('mails and SIGKILLs: one case or quarantine entry each, one Message-ID an answer', async () => {
  for (let i = 0; i < mails; i += 1) deliver(desk, content(i))
  const began = Date.now()
  let killed = 0
  let terms = 0
  let longest = 0
  const before = quiet()
  while (killed < kills && waiting(desk) > 0) {
    const running = serve(desk)
    const early = next() < 0.15
    if (early) await pause(50 + next() * 500)
    else if (await running.started) await pause(next() * (next() < 0.4 ? 1500 : 350))
    const politely = !early && next() < 0.2
    const asked = Date.now()
    running.kill(politely ? 'SIGTERM' : 'SIGKILL')
    const code = await running.gone
    if (politely) {
      expect(code, running.log()).toBe(0)
      longest = Math.max(longest, (Date.now() - asked) / 1000)
      terms += 1
    }
    killed += 1
  }
  killing = false
  // a backup, taken while it works, verified, restored elsewhere
  const last = serve(desk)
  expect(await last.started, last.log()).toBe(true)
  const archive = join(desk.folder, 'desk.tar.gz')
  expect(command('backup', archive, '--config', desk.config).status).toBe(0)
  expect(command('verify', archive).stdout).toMatch(/is whole/)
  await until(() => waiting(desk) === 0, 'every mail is handled')
  const wanted = Array.from({ length: mails }, (_, i) => i).filter((i) => kindOf(i) !== 'no mail')
  const answered = (): Set<string> =>
    new Set(sink.mails.map((one) => /^To: <?([^\s>]+)/im.exec(one)?.[1] ?? ''))
  await until(() => answered().size >= wanted.length, `${wanted.length} answers, not ${answered().size}`)
  const stopping = Date.now()
  last.kill('SIGTERM')
  expect(await last.gone).toBe(0)
  longest = Math.max(longest, (Date.now() - stopping) / 1000)
  const ten = timed(10, before, quiet())
  expect(longest).toBeLessThan(ten.limit)

  const domains = domainsOf(desk)
  const submitted = wanted.filter((i) => kindOf(i) === 'submission').map((i) => `s${i}.example`)
  expect(domains).toEqual(submitted.toSorted())
  const aside = namesIn(join(desk.data, 'quarantine'), /\.eml$/).length
  expect(aside).toBe(mails - wanted.length)

  const ids = new Map<string, Set<string>>() // who → Message-IDs
  const bodies = new Map<string, Set<string>>() // Message-ID → bytes
  for (const one of sink.mails) {
    const to = /^To: <?([^\s>]+)/im.exec(one)?.[1] ?? ''
    const id = /^Message-ID: (\S+)/im.exec(one)?.[1] ?? ''
    ids.set(to, (ids.get(to) ?? new Set()).add(id))
    bodies.set(id, (bodies.get(id) ?? new Set()).add(createHash('sha256').update(one).digest('hex')))
  }
  expect([...ids].filter(([, one]) => one.size !== 1)).toEqual([])
  expect([...bodies].filter(([, one]) => one.size !== 1)).toEqual([])
  const copies = sink.mails.length - bodies.size
  figure(
    'P1',
    `${mails} mails, ${killed - terms} SIGKILLs and ${terms} SIGTERMs in ${Math.round((Date.now() - began) / 1000)} s: ${domains.length} cases, ${aside} put aside, ${wanted.length - submitted.length} answered; 0 missing, 0 double`,
  )
  figure(
    'P2',
    `${bodies.size} answers, ${copies} sent again: 0 with a second Message-ID, 0 with other bytes; every 20th "250" lost`,
  )
  figure('P21', `SIGTERM at ${terms + 1} moments: ended within ${longest.toFixed(1)} s${ten.said}`)

  // the drill: that backup, restored elsewhere, goes on from where it was taken; what it had said it says the same again
  const elsewhere = deskFolder()
  rmSync(elsewhere.data, { recursive: true })
  expect(command('restore', archive, '--config', elsewhere.config).status).toBe(0)
  const again = serve(elsewhere)
  expect(await again.started, again.log()).toBe(true)
  await until(() => waiting(elsewhere) === 0, 'the restored desk has handled what was waiting')
  again.kill('SIGTERM')
  expect(await again.gone).toBe(0)
  expect(domainsOf(elsewhere)).toEqual(domains)
  elsewhere.remove()
  figure(
    'P22',
    `taken under load, verified whole, restored elsewhere: the same ${domains.length} cases in the end`,
  )
})
