import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  command,
  deliver,
  deskFolder,
  namesIn,
  serve,
  until,
  waiting,
  type Desk,
  type Running,
} from './daemon.ts'
import { count, figure } from './figures.ts'

// P18: what strangers write goes through the real desk in every field of a mail and comes out as text, everywhere.
const words: readonly string[] = [
  '<script>alert(1)</script>',
  '"><svg/onload=alert(1)>',
  "'><img src=x onerror=alert(1)>",
  '<x-naughty>',
  '</td></table></body></html>',
  '{{constructor.constructor("return process")()}}',
  '{{{this}}}',
  '{{#with this}}',
  '${process.env}',
  '`id`',
  '$(id)',
  '; rm -rf /',
  '| cat /etc/passwd',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/dev/null',
  'C:\\con\\con',
  '%00',
  '%0d%0aBcc:%20victim@x.example',
  "=cmd|'/C calc'!A0",
  '@SUM(1)',
  '+1+1',
  '-1',
  'x\u001b]0;owned\u0007y',
  'x\u001b[2J\u001b[31my',
  'a\u0008b',
  'a\u009b31mb',
  'safe\u202egnp.exe',
  'zero\u200bwidth\ufeff',
  '\u2066x\u2069',
  'a\u0085b\u2028c\u2029d',
  'A'.repeat(3000),
  'ﷺ'.repeat(200),
  'Ω≈ç√∫',
  '社會科學院語學研究所',
  'הָיְתָהtestالصفحات',
  '🏳️‍🌈👩‍👩‍👧',
  'Z̮̞̠͙͔ͅA̗̞͈̻̗L̞͙ͅG͎O',
  'null',
  'undefined',
  'NaN',
  'true',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '1;DROP TABLE tickets',
  "' OR 1=1--",
  ']]>',
  '<!--',
  '--><b>',
  '&lt;&amp;&bogus;&#0;',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'http://a.example/"onmouseover="x',
  '%s%s%n%x',
  '%d',
  '\\u0000',
  '\\x1b',
  '-----BEGIN CERTIFICATE-----',
  'From: x\nTo: y',
  '.',
  '..',
  'approve',
  'reject',
  '> approve',
  '[IM-2026-0001]',
  'IM-2026-0001',
]
const places = [
  'display',
  'subject',
  'admin',
  'software',
  'description',
  'authority',
  'website',
  'domain',
  'jid',
  'phone',
  'messageId',
] as const
const every = count('NAUGHTY', 1, 1)
let desk: Desk
let running: Running
beforeAll(async () => {
  desk = deskFolder()
  running = serve(desk)
  if (!(await running.started)) throw new Error(running.log())
})
afterAll(async () => {
  running.kill('SIGKILL')
  await running.gone
  desk.remove()
})

const oneLine = (text: string) => text.replace(/[\r\n\u0085\u2028\u2029]/g, ' ')
function spoilt(n: number, place: (typeof places)[number], word: string): string {
  const at = (name: (typeof places)[number], good: string) => (place === name ? oneLine(word) : good)
  const domain = at('domain', `n${n}.example`)
  return [
    `From: ${place === 'display' ? `"${oneLine(word).replace(/["\\]/g, '')}" ` : ''}<admin@n${n}.example>`,
    'To: verification@desk.example',
    `Subject: ${at('subject', 'Please list us')}`,
    `Message-ID: <${at('messageId', `m${n}`)}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `Domain: ${domain}`,
    `Website: ${at('website', `https://n${n}.example/`)}`,
    `Admin name: ${at('admin', 'Alex')}`,
    `Admin JID: ${at('jid', `admin@n${n}.example`)}`,
    `Phone: ${at('phone', '+4930901820')}`,
    `Server software: ${at('software', 'Prosody')}`,
    `Certificate authority: ${at('authority', 'Some CA')}`,
    `Description: ${at('description', 'A service')}`,
    '',
  ].join('\r\n')
}
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const allowedHeaders =
  /^(from|to|subject|date|message-id|reply-to|mime-version|content-type|content-transfer-encoding|auto-submitted|in-reply-to|references|x-auto-response-suppress|precedence|list-[a-z-]+)$/

test('naughty text in every field: mail, HTML, XML, JSON, log and terminal stay whole, no file is made outside', async () => {
  let n = 0
  for (let round = 0; round < every; round += 1)
    for (const place of places) for (const word of words) deliver(desk, spoilt((n += 1), place, word))
  await until(() => waiting(desk) === 0, 'all handled', 400_000)
  await until(() => {
    const book = JSON.parse(readFileSync(join(desk.data, 'desk.json'), 'utf8')) as {
      letters: { delivery: { state: string } }[]
    }
    return book.letters.every((letter) => letter.delivery.state === 'sent')
  }, 'answers are out')
  const tickets = namesIn(join(desk.data, 'tickets'), /json$/).length
  expect(tickets).toBeGreaterThan(n * 0.8)
  for (const room of readdirSync(desk.data))
    expect([
      'desk.json',
      'desk.sock',
      'evidence',
      'lock',
      'mail',
      'mailbox',
      'monitor.lock',
      'published',
      'quarantine',
      'secret',
      'sent',
      'tickets',
      'uptime',
      'log.jsonl',
    ]).toContain(room)
  expect(readdirSync(desk.folder).toSorted()).toEqual(['data', 'vouch.json'])

  const letters = namesIn(join(desk.data, 'sent', 'new'), /./)
  for (const name of letters) {
    const raw = readFileSync(join(desk.data, 'sent', 'new', name))
    const parsed = await simpleParser(raw, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
    })
    const head = raw.toString('latin1').split(/\r?\n\r?\n/)[0] ?? ''
    const fields = head.split(/\r?\n(?![ \t])/).map((line) => line.split(':')[0]?.toLowerCase() ?? '')
    expect(fields.filter((field) => !allowedHeaders.test(field))).toEqual([])
    for (const field of ['to', 'from', 'subject', 'message-id'])
      expect([field, fields.filter((one) => one === field).length]).toEqual([field, 1])
    const to = Array.isArray(parsed.to) ? [] : (parsed.to?.value ?? [])
    expect(to).toHaveLength(1)
    expect(to[0]?.address).toMatch(/^(admin@n\d+\.example|rita@desk\.example|team@desk\.example)$/)
    expect(parsed.cc).toBeUndefined()
    expect(parsed.bcc).toBeUndefined()
    const html = String(parsed.html)
    expect(html).not.toMatch(
      /<script|<svg|<img[^>]+onerror|<x-naughty|onmouseover="|href="javascript|href="data/i,
    )
    for (const text of [parsed.subject ?? '', parsed.text ?? '', html])
      expect(text.split('\n').filter((line) => hidden.test(line))).toEqual([])
  }
  for (const line of running.log().trim().split('\n')) {
    expect(() => JSON.parse(line) as unknown).not.toThrow()
    expect(line).not.toMatch(hidden)
  }
  expect(running.log()).not.toMatch(/admin@n\d|4930901820|x-naughty|passwd/)
  const list = command('ticket', 'list', '--config', desk.config)
  expect([list.status, hidden.test(list.stdout)]).toEqual([0, false])
  for (const name of namesIn(join(desk.data, 'tickets'), /json$/).slice(0, 20)) {
    const shown = command('ticket', 'history', name.slice(0, -5), '--config', desk.config)
    expect([shown.status, hidden.test(shown.stdout)]).toEqual([0, false])
  }
  expect(command('publish', '--config', desk.config).status).toBe(0)
  let files = 0
  for (const entry of readdirSync(join(desk.data, 'published'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    files += 1
    if (entry.name.endsWith('.json')) expect(() => JSON.parse(text) as unknown).not.toThrow()
    if (/\.(xml|atom)$/.test(entry.name)) {
      expect(XMLValidator.validate(text)).toBe(true)
      expect(new XMLParser().parse(text)).toBeDefined()
    }
  }
  figure(
    'P18',
    `${words.length} strings in ${places.length} fields: ${tickets} cases, ${letters.length} letters and ${files} published files parsed back, nothing executed or hidden`,
  )
})
