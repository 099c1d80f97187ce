import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { formMark } from '../../../src/submission/form.ts'
import { answered, said } from '../intake/mails.ts'

const labels = [
  'Domain',
  'Website',
  'Admin name',
  'Admin email',
  'JabberID',
  'Telephone',
  'Latitude',
  'Longitude',
  'Server software',
  'Description',
  'CA',
  'Webseite',
  'Сайт',
  '域名',
]
const values = [
  'im.example.org',
  'https://im.example.org/',
  'Jane Doe',
  'jane@example.org',
  '+49 30 901820',
  '52.5',
  'Prosody',
  "Let's Encrypt",
  '',
]
const commands = ['approve', 'reject: no', 'confirm', 'withdraw', '<3> approve', 'hold: why', 'undo']
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom(...labels), fc.constantFrom(...values))
    .map(([label, value]) => `${label}: ${value}`),
  fc.constantFrom(...commands),
  fc.constantFrom('', 'Some words.', '- a list', '---', 'Hello,'),
)
const letter = fc.array(line, { minLength: 1, maxLength: 12 })
const date = fc.constantFrom('Sun, 22 Nov 2026 at 10:00', '22.11.2026 10:00', '2026-11-22 10:00')

/** What mail programs make of a letter that is answered. */
const programs: Readonly<Record<string, (lines: readonly string[], date: string) => string>> = {
  'marks under an introduction': (lines, date) =>
    `Thank you.\n\nOn ${date}, Desk <d@jabber.org> wrote:\n\n${lines.map((one) => `> ${one}`).join('\n')}\n`,
  'marks without a space': (lines, date) =>
    `Danke.\n\nAm ${date} schrieb Desk <d@jabber.org>:\n${lines.map((one) => `>${one}`).join('\n')}\n`,
  'marks two deep': (lines, date) =>
    `Merci.\n\nLe ${date}, Desk <d@jabber.org> a écrit :\n${lines.map((one) => `>> ${one}`).join('\n')}\n`,
  'no marks, a header block': (lines) =>
    `Thank you.\n\nFrom: Desk <d@jabber.org>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane <jane@example.org>\nSubject: [IM-2026-0001] x\n\n${lines.join('\n')}\n`,
  'no marks, a German header block': (lines) =>
    `Danke\n\nVon: Desk <d@jabber.org>\nGesendet: Sonntag, 22. November 2026 10:00\nAn: Jane <jane@example.org>\nBetreff: [IM-2026-0001] x\n\n${lines.join('\n')}\n`,
  'no marks, a rule': (lines) => `Thank you.\n\n-----Original Message-----\n${lines.join('\n')}\n`,
  'no marks, an introduction': (lines, date) =>
    `Thank you.\n\nOn ${date}, Desk <d@jabber.org> wrote:\n\n${lines.join('\n')}\n`,
  'no marks, an introduction, nothing else': (lines, date) =>
    `On ${date}, Desk <d@jabber.org> wrote:\n\n${lines.join('\n')}\n`,
  'marks and nothing else': (lines) => `${lines.map((one) => `> ${one}`).join('\n')}\n`,
  'marks above the answer': (lines, date) =>
    `On ${date}, Desk <d@jabber.org> wrote:\n\n${lines.map((one) => `> ${one}`).join('\n')}\n\nThank you.\n`,
  'Polish, with marks': (lines) =>
    `Dziękuję\n\nDnia 22 lis 2026 o godz. 10:00 Desk <d@jabber.org> napisał(a):\n\n${lines.map((one) => `> ${one}`).join('\n')}\n`,
  'Chinese, with marks': (lines) =>
    `谢谢\n\n在 2026年11月22日，上午10:00，Desk <d@jabber.org> 写道：\n\n${lines.map((one) => `> ${one}`).join('\n')}\n`,
  'a forward without words': (lines) =>
    `\n---------- Forwarded message ---------\nFrom: Desk <d@jabber.org>\nDate: Sun, 22 Nov 2026\nSubject: x\nTo: <jane@example.org>\n\n${lines.join('\n')}\n`,
}
const blanks = (lines: readonly string[]) => lines.map((one) => (/:\s*$/.test(one) ? `${one} (empty)` : one))

describe('what somebody else wrote', () => {
  for (const [name, quote] of Object.entries(programs)) {
    it(`gives no command and no field: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(letter, date, async (lines, date) => {
          const found = await answered(quote(blanks(lines), date))
          expect({
            commands: found.commands,
            submission: found.submission,
            problems: found.problems,
          }).toEqual({ commands: [], submission: {}, problems: [] })
        }),
        { numRuns: 60, seed: 7 },
      )
    })
  }
  it('gives none in an HTML quote', async () => {
    await fc.assert(
      fc.asyncProperty(letter, async (lines) => {
        const html = `<div>Thank you</div><div class="gmail_quote"><div>On Sun, 22 Nov 2026 at 10:00 Desk &lt;d@jabber.org&gt; wrote:<br></div><blockquote class="gmail_quote">${blanks(
          lines,
        )
          .map((one) => one.replaceAll('<', '&lt;'))
          .join('<br>')}</blockquote></div>`
        const found = await answered(html, { 'Content-Type': 'text/html; charset=utf-8' })
        expect({ commands: found.commands, submission: found.submission }).toEqual({
          commands: [],
          submission: {},
        })
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})

describe('an answer in our form', () => {
  it('typed behind the colons of the quoted form is a field', async () => {
    const found = await answered(
      `> Reply, and ${formMark}. Everything else that you told us is\n> kept.\n>\n> Website: https://im.example.org/\n> Admin telephone: +49 30 901820\n> Description:\n> ---\n>\n> WHAT IS MEANT\n> - https://example.org (website)\n`,
    )
    expect(found.submission).toEqual({ website: 'https://im.example.org/', admin: { phone: '+4930901820' } })
  })
  it('typed under the quoted lines is a field', async () => {
    const found = await answered(
      '> Website:\nhttps://im.example.org/\n> Admin telephone:\n\n+49 30 901820\n\n> Description:\nA small server\nfor everybody\n\nBest regards\n',
    )
    expect(found.submission).toEqual({
      website: 'https://im.example.org/',
      admin: { phone: '+4930901820' },
      description: 'A small server for everybody',
    })
  })
  it('typed into a form that the program did not mark is a field', async () => {
    const found = await answered(
      `See below.\n\nFrom: Desk <d@jabber.org>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane\nSubject: [IM-2026-0001] x\n\nReply, and ${formMark}.\n\nWebsite: https://im.example.org/\nLatitude:\n---\n\nWebsite: https://not-the-form.example/\n`,
    )
    expect(found.submission).toEqual({ website: 'https://im.example.org/' })
  })
  it('typed above the quote is a field, whatever the quote says', async () => {
    const found = await answered('Website: https://new.example.org/\n\n> Website: https://old.example.org/\n')
    expect(found).toMatchObject({
      submission: { website: 'https://new.example.org/' },
      problems: [],
      missing: [],
    })
  })
  it('is known by the words that stand in the letters', () => {
    for (const template of ['partials/form.text.hbs', 'partials/form.html.hbs', 'help/text.hbs'])
      expect(readFileSync(new URL(`../../../templates/${template}`, import.meta.url), 'utf8')).toContain(
        formMark,
      )
  })
  it('is told from news about the same thing', async () => {
    expect((await answered('Certificate: renewed yesterday\nSoftware: is up to date\n')).submission).toEqual(
      {},
    )
    expect((await answered("Certificate: let's encrypt\nSoftware: ejabberd 23.10\n")).submission).toEqual({
      certificateAuthority: "let's encrypt",
      serverSoftware: 'ejabberd 23.10',
    })
  })
  it('of an answer has no defaults', async () => {
    expect(await answered('thanks\n')).toMatchObject({
      kind: 'reply',
      submission: {},
      missing: [],
      command: null,
    })
    expect(await said('Domain: im.example.org\n')).toMatchObject({
      kind: 'submission',
      submission: { admin: { email: 'jane@example.org' } },
    })
  })
})
