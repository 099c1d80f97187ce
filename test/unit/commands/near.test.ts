import { describe, expect, it } from 'vitest'
import { nearForm, operatorForms, reviewerForms, wantsReason } from '../../../src/commands/near.ts'
import { readCommands } from '../../../src/commands/read-commands.ts'
import { yesOrNo } from '../../../src/commands/yes-or-no.ts'
import { mail, multipart, reading } from '../intake/mails.ts'

const lines = (text: string) =>
  text.split('\n').map((line, at) => ({
    number: at + 1,
    text: line,
    ...(line.startsWith('>') && { quoted: true as const }),
  }))

describe('a line that is nearly a command', () => {
  it.each([
    ['aprove', 'approve'],
    ['Approve, looks good to me', 'approve'],
    ['approved!', 'approve'],
    ['reject', 'reject: why'],
    ['recehck', 'recheck'],
    ['<3> aproove', 'approve'],
  ])('%j may have meant %j', (text, form) => {
    expect(nearForm(text, reviewerForms)).toBe(form)
  })
  it.each([
    ['maintenance tomorrow 2:00-4:00', 'maintenance 2026-12-01 02:00 for 2h'],
    ['I renewed it, check again', 'recheck'],
    ['Recheck our server, it works now', 'recheck'],
    ['Withdraw my application', 'withdraw'],
  ])('of an operator: %j may have meant %j', (text, form) => {
    expect(nearForm(text, operatorForms)).toBe(form)
  })
  it.each([
    'About a month, plus our decision.',
    'Not sure about the website',
    'Help is welcome here',
    'notebook',
  ])('is none that is a sentence: %j', (text) => {
    expect(nearForm(text, operatorForms)).toBeUndefined()
    expect(nearForm(text.replace('Help', 'We'), reviewerForms)).toBeUndefined()
  })
  it('wants its reason where one belongs', () => {
    expect(['reject', '<2> reject.', 'answer:', 'reject: no'].map(wantsReason)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})

describe('rows of which one is no command', () => {
  it('leave the others to be carried out', () => {
    const read = readCommands(lines('<1> approve\n<2> aprove\n<3> hold: later'))
    expect(read.commands.map(({ row, verb }) => [row, verb])).toEqual([
      [1, 'approve'],
      [3, 'hold'],
    ])
    expect(read.unread?.map(({ text }) => text)).toEqual(['<2> aprove'])
  })
  it('are not the rest of the reason above', () => {
    const read = readCommands(lines('<1> reject: no contact\n<2> aprove'))
    expect(read.commands).toMatchObject([{ row: 1, argument: 'no contact' }])
    expect(read.unread).toHaveLength(1)
  })
  it('let no line without a row count below them', () => {
    const read = readCommands(lines('<2> I would say\napprove'))
    expect(read.commands).toEqual([])
  })
})

describe('recheck', () => {
  it.each(['Recheck please', 'please recheck', 'recheck, please'])(
    'may be asked for politely: %s',
    (text) => {
      expect(readCommands(lines(text)).commands).toEqual([{ verb: 'recheck', line: 1 }])
    },
  )
  it.each(['recheck please?', 'approve please', 'please withdraw'])('nothing else may: %s', (text) => {
    expect(readCommands(lines(text)).commands).toEqual([])
  })
})

describe('a yes or a no', () => {
  it.each([
    'yes',
    'Yes.',
    'YES!',
    'ok',
    'Okay',
    'ja',
    'Oui',
    'Sí',
    'si',
    'sim',
    'да',
    'Tak',
    'ano',
    'Hello,\n\nyes\n\nAnna',
  ])('is a yes: %j', (text) => expect(yesOrNo(lines(text))).toBe('confirm'))
  it.each(['no', 'No.', 'nein', 'non', 'нет', 'nie', 'ne', 'Não'])('is a no: %j', (text) =>
    expect(yesOrNo(lines(text))).toBe('deny'),
  )
  it.each([
    'yes?',
    'no, never asked for this',
    'yes and no',
    'yes\nno',
    'yes\n\ndeny',
    'yes\nif he keeps it up',
    'ja\naber nur wenn er fragt',
    '> yes',
    'who are you?',
    'оk',
  ])('is neither: %j', (text) => expect(yesOrNo(lines(text))).toBeUndefined())
  it('is read from the top of a whole mail, above the quote and the signature', async () => {
    const text = 'Yes.\n\n-- \nAnna\n\nOn Mon, the desk wrote:\n> no\n> "deny"   no\n'
    expect((await reading(mail(text))).yesOrNo).toBe('confirm')
    expect((await reading(mail('<2> aprove\n'))).unread).toMatchObject([{ text: '<2> aprove' }])
  })
  it('is said by both parts of a mail, or by none', async () => {
    const both = (html: string) =>
      reading(
        multipart('alternative', [
          ['text/plain; charset=utf-8', 'yes\n'],
          ['text/html; charset=utf-8', `<p>${html}</p>`],
        ]),
      )
    expect((await both('yes')).yesOrNo).toBe('confirm')
    expect((await both('I would say no')).yesOrNo).toBeUndefined()
  })
})
