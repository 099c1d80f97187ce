import { describe, expect, it } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import type { Outcome } from '../../../src/checks/outcome.ts'
import { words as realWords } from '../../../src/checks/words.ts'
import { readMail } from '../../../src/intake/read.ts'
import { compileTemplates } from '../../../src/letters/compile.ts'
import type { Written } from '../../../src/letters/letters.ts'
import { desk, operator } from '../../../src/letters/sample-facts.ts'
import { samples, type Sample } from '../../../src/letters/samples.ts'
import { letterWriter } from '../../../src/letters/write.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { templatesOnDisk } from './templates-on-disk.ts'
import { words } from './sample-words.ts'

const writer = letterWriter({ templates: compileTemplates(templatesOnDisk()), words })
const at = '2026-12-01T10:00:00.000Z' as Instant
const context = { address: desk.address as EmailAddress, authenticate: { with: 'none' } } as const

/** Mail programs as people use them: what they make of a letter when its reader answers. */
const programs: Readonly<Record<string, (letter: Written) => string>> = {
  'quotes with marks below an attribution': ({ text }) =>
    plain(
      `Thank you, I read it.\n\nOn Mon, 30 Nov 2026 at 10:00, ${desk.name} <${desk.address}> wrote:\n\n${quoted(text)}`,
    ),
  'quotes with marks above the answer': ({ text }) => plain(`${quoted(text)}\nThank you, I read it.\n`),
  'copies the letter below a header block': ({ text, subject }) =>
    plain(
      `Thank you, I read it.\n\n-----Original Message-----\nFrom: ${desk.name} <${desk.address}>\nSent: Monday, 30 November 2026 10:00\nTo: ${operator}\nSubject: ${subject}\n\n${text}`,
    ),
  'copies the letter without any mark': ({ text }) => plain(`Thank you, I read it.\n\n${text}`),
  'sends back nothing but the letter': ({ text }) => plain(text),
  'quotes HTML in a blockquote': ({ html }) =>
    formatted(
      `<p>Thank you, I read it.</p><p>On Mon, ${desk.address} wrote:</p><blockquote type="cite">${body(html)}</blockquote>`,
    ),
  'copies HTML below a rule': ({ html, subject }) =>
    formatted(
      `<p>Thank you, I read it.</p><hr><p><b>From:</b> ${desk.address}<br><b>Sent:</b> Monday, 30 November 2026 10:00<br><b>To:</b> ${operator}<br><b>Subject:</b> ${subject}</p>${body(html)}`,
    ),
}
const quoted = (text: string) => text.replace(/^(?=.)/gmu, '> ').replace(/^$/gmu, '>')
const body = (html: string) => html.replace(/^.*<body>|<\/body>.*$/gsu, '')
const head = (type: string) =>
  `From: <${operator}>\nTo: <${desk.address}>\nSubject: Re: your letter\nDate: Tue, 1 Dec 2026 10:00:00 +0000\nMessage-ID: <answer@example.org>\nIn-Reply-To: <letter@directory.example>\nMIME-Version: 1.0\nContent-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n`
const plain = (text: string) => `${head('text/plain')}${text}`
const formatted = (html: string) => `${head('text/html')}<html><body>${html}</body></html>`

describe.each(Object.entries(programs))('a letter of ours in an answer by a program that %s', (_, answer) => {
  it.each(Object.entries(samples))('gives no command and no value: %s', async (_, sample) => {
    const letter =
      'desk' in sample ? writer.writeDeskLetter(sample.desk) : writer.writeLetter(sample.order, sample.around)
    const bytes = new TextEncoder().encode(answer(letter).replaceAll('\n', '\r\n'))
    const outcome = await readMail(bytes, at, context)
    if (!('read' in outcome)) throw new Error(outcome.failed)
    const { read } = outcome
    expect(read.commands).toEqual([])
    expect([read.yesOrNo, read.unread]).toEqual([undefined, undefined])
    expect(read.submissions.map((one) => one.claims)).toEqual(read.submissions.map(() => ({})))
    expect(read.submissions.flatMap((one) => one.problems)).toEqual([])
  })
})

describe.each(Object.entries(programs))(
  'the sentences of all checks in an answer by a program that %s',
  (_, answer) => {
    const facts = {
      host: 'xmpp1.example.org:5222',
      name: 'xmpp1.example.org',
      domain: 'im.example.org',
      days: 3,
    }
    const outcomes = allChecks.flatMap((check) =>
      Object.keys(check.sentences).map((reason): Outcome => ({
        id: check.id,
        clause: check.clause,
        level: check.level,
        outcome: 'fail',
        reason,
        facts,
        since: at,
      })),
    )
    const { order, around } = samples['results'] as Extract<Sample, { order: unknown }>
    const ticket = {
      ...around.ticket,
      facts: around.ticket.facts.map((fact) => (fact.kind === 'checked' ? { ...fact, outcomes } : fact)),
    }
    const real = letterWriter({ templates: compileTemplates(templatesOnDisk()), words: realWords })
    it('give no command and no value', async () => {
      const letter = real.writeLetter(order, { ...around, ticket })
      const outcome = await readMail(new TextEncoder().encode(answer(letter)), at, context)
      if (!('read' in outcome)) throw new Error(outcome.failed)
      expect(letter.text.length).toBeGreaterThan(20_000)
      expect(outcome.read.commands).toEqual([])
      expect(outcome.read.submissions.map((one) => one.claims)).toEqual(
        outcome.read.submissions.map(() => ({})),
      )
    })
  },
)

describe('the form in a letter', () => {
  const values: Readonly<Record<string, string>> = {
    Domain: 'im.example.org',
    'Certificate authority': "Let's Encrypt",
    Website: 'https://im.example.org/',
    'Admin name': 'Anna Example',
    'Admin email': 'anna@example.org',
    'Admin JabberID': 'anna@im.example.org',
    'Admin telephone': '+49 30 901820',
    Latitude: '52.52',
    Longitude: '13.40',
    'Server software': 'Prosody 0.12',
    Description: 'A small server in Berlin.',
  }
  const lettersWithForm = ['incomplete', 'reminder-details', 'help']
  it.each(lettersWithForm)('is read back when it is filled in: %s', async (name) => {
    const sample = samples[name]
    if (sample === undefined) throw new Error(name)
    const { text } =
      'desk' in sample ? writer.writeDeskLetter(sample.desk) : writer.writeLetter(sample.order, sample.around)
    const form = text.split('\n').filter((line) => /^[A-Z][\w ]+:$/u.test(line))
    const filled = form.map((line) => `${line} ${values[line.slice(0, -1)] ?? 'no value for it'}`)
    const outcome = await readMail(new TextEncoder().encode(plain(`${filled.join('\n')}\n`)), at, context)
    if (!('read' in outcome)) throw new Error(outcome.failed)
    const [submission] = outcome.read.submissions
    const places = form.filter((line) => line === 'Longitude:').length
    expect(form.length).toBeGreaterThan(2)
    expect(submission?.problems).toEqual([])
    expect(Object.keys(submission?.claims ?? {})).toHaveLength(form.length - places)
  })
})
