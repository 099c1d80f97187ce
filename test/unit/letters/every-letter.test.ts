import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/letters/compile.ts'
import type { Written } from '../../../src/letters/letters.ts'
import { localTimesInBerlin, textOf } from './reading.ts'
import { samples, type Sample } from '../../../src/letters/samples.ts'
import { columns } from '../../../src/letters/wrap.ts'
import { letterWriter } from '../../../src/letters/write.ts'
import type { LetterKind } from '../../../src/ticket/letter.ts'
import { templatesOnDisk } from './templates-on-disk.ts'
import { words } from './sample-words.ts'

const files = templatesOnDisk()
const writer = letterWriter({ templates: compileTemplates(files), words, localTimes: localTimesInBerlin })
const write = (sample: Sample): Written =>
  'desk' in sample ? writer.writeDeskLetter(sample.desk) : writer.writeLetter(sample.order, sample.around)
const letters = Object.entries(samples).map(([name, sample]) => [name, write(sample)] as const)

const everyKind: Readonly<Record<LetterKind, true>> = {
  challenge: true,
  invitation: true,
  results: true,
  incomplete: true,
  consent: true,
  'admin-chat': true,
  review: true,
  decision: true,
  question: true,
  'trial-report': true,
  outage: true,
  listed: true,
  warning: true,
  suspended: true,
  revived: true,
  delisted: true,
  reminder: true,
  expired: true,
  transcript: true,
  help: true,
  answer: true,
  digest: true,
  alarm: true,
}

it.each(Object.keys(everyKind))('there is a sample and a template of %s', (kind) => {
  const kinds = Object.values(samples).map((one) => ('desk' in one ? one.desk.kind : one.order.kind))
  expect(kinds).toContain(kind)
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([`${kind}/subject.hbs`, `${kind}/text.hbs`, `${kind}/html.hbs`]),
  )
})

describe.each(letters)('%s', (name, letter) => {
  it('reads as it did when it was last looked at', async () => {
    await expect(`Subject: ${letter.subject}\n\n${letter.text}`).toMatchFileSnapshot(`letters/${name}.txt`)
    await expect(letter.html).toMatchFileSnapshot(`letters/${name}.html`)
  })

  it('says in text all that it says in HTML', () => {
    const inText = textOf(letter.text)
    const missing = textOf(letter.html, 'html').filter((word) => !inText.includes(word))
    expect(missing).toEqual([])
  })

  it('says in HTML all that it says in text', () => {
    const inHtml = textOf(letter.html, 'html')
    expect(textOf(letter.text).filter((word) => !inHtml.includes(word))).toEqual([])
  })

  it('has lines of 78 columns, but for what is copied whole', () => {
    const long = letter.text.split('\n').filter((line) => columns(line) > 78)
    expect(long.filter((line) => !/^ {4}\S/u.test(line))).toEqual([])
  })

  it('has a subject of one line, with the number of its case when it has one', () => {
    const sample = samples[name] as Sample
    expect(letter.subject).toMatch(/^[\x20-\x7e]{10,110}$/u)
    const tag = 'order' in sample ? `[${sample.around.ticket.id}] ` : ''
    expect(letter.subject.startsWith(tag)).toBe(true)
  })

  it('opens with one paragraph of at most 330 characters', () => {
    const [first = ''] = letter.text.split('\n\n')
    expect(first.length).toBeGreaterThan(40)
    expect(first.length).toBeLessThan(330)
  })

  it('loads nothing from anywhere', () => {
    const sources = [...letter.html.matchAll(/\s(?:src|background|data|poster)\s*=\s*"([^"]*)"/gu)].map(
      ([, to]) => to,
    )
    expect(sources).toEqual(letter.images.map((image) => `cid:${image.name}`))
    expect(letter.html).not.toMatch(/<(?:script|iframe|object|embed|link|form)\b|@import|url\(/iu)
  })

  it('gives every picture its words', () => {
    for (const image of letter.images) {
      expect(image.alternative.length).toBeGreaterThan(20)
      expect(letter.html).toContain(`cid:${image.name}`)
      expect(image.svg).toContain('<title>')
    }
  })
})

describe('to a person we write to for the first time', () => {
  const first = [
    'challenge',
    'challenge-desk',
    'invitation',
    'incomplete',
    'results',
    'consent',
    'help',
  ] as const
  it.each(first)('%s says what is kept, for how long, and that the JabberID is published', (name) => {
    const { text } = write(samples[name] as Sample)
    const flat = text.replace(/\s+/gu, ' ')
    expect(flat).toContain('Mails are deleted after 30 days.')
    expect(flat).toContain('365 days longer')
    expect(flat).toContain("The administrator's JabberID is published on the list")
    expect(flat).toContain('telephone number and mail address never are')
  })
  it('says it once', () => {
    expect(write(samples['results-passed'] as Sample).text).not.toContain('WHAT WE KEEP')
  })
})

describe('letters to people who asked for nothing', () => {
  const ofTheirs = ['Anna Example', 'neighbourhood', 'anna@im.example.org', '664', 'https://im.example.org']
  it('the challenge holds nothing of the mail it is about', () => {
    for (const name of ['challenge', 'challenge-desk']) {
      const { subject, text, html } = write(samples[name] as Sample)
      for (const theirs of [...ofTheirs, 'im.example.org', 'anna@example.org'])
        expect(`${subject}\n${text}\n${html}`).not.toContain(theirs)
    }
  })
  it('the question to the owner names the domain and who asks, nothing else', () => {
    const { subject, text, html } = write(samples['consent'] as Sample)
    expect(text).toContain('im.example.org')
    expect(text).toContain('anna@example.org')
    for (const theirs of ofTheirs) expect(`${subject}\n${text}\n${html}`).not.toContain(theirs)
  })
})
