import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, cleanLines } from '../../../src/letters/clean.ts'
import { ago, every, lasting, percent, threshold } from '../../../src/letters/moments.ts'
import { columns, hang, unbroken, wrap } from '../../../src/letters/wrap.ts'
import { days, hours, minutes, plus, type Instant } from '../../../src/values/instant.ts'

describe('wrapping', () => {
  it('keeps every word, in order, whatever the text', () => {
    assert(
      property(
        array(string({ maxLength: 30 })),
        constantFrom('', '- ', '| ', '  ', `12345${hang}`),
        (list, mark) => {
          const line = mark + list.map((word) => word.replace(/[\s\u0001\u0002]/gu, '')).join(' ')
          const words = (text: string) =>
            text
              .replaceAll(hang, '')
              .split(/[\s|]+/u)
              .filter((word) => word !== '')
          expect(words(wrap(line))).toEqual(words(line))
        },
      ),
    )
  })
  it('breaks at 78 columns, and not before', () => {
    const lines = wrap('word '.repeat(100)).trimEnd().split('\n')
    expect(Math.max(...lines.map(columns))).toBe(74) // fifteen words and their spaces; a sixteenth makes 79
  })
  it('hangs what goes on below its beginning', () => {
    expect(wrap(`  found   ${hang}${'word '.repeat(20)}`).split('\n')[1]).toMatch(/^ {10}word/)
    expect(wrap(`- ${'word '.repeat(20)}`).split('\n')[1]).toMatch(/^ {2}word/)
    expect(wrap(`12. ${'word '.repeat(20)}`).split('\n')[1]).toMatch(/^ {4}word/)
    expect(wrap(`| ${'word '.repeat(20)}`).split('\n')[1]).toMatch(/^\| word/)
  })
  it('breaks no command and no address', () => {
    const command = `    openssl s_client ${'-option value '.repeat(12)}`.trimEnd()
    expect(wrap(`${unbroken}${command}`)).toBe(`${command}\n`.trimStart())
    const address = `https://im.example.org/${'a'.repeat(100)}`
    expect(wrap(`See ${address} for more`).split('\n')).toContain(address)
  })
  it('counts columns as a terminal does', () => {
    expect(columns('服务器')).toBe(6)
    expect(columns('e\u0301')).toBe(1)
    expect(columns('😀')).toBe(2)
  })
  it('keeps the separator of the signature (RFC 3676 §4.3)', () => {
    expect(wrap('text\n\n-- \nwho')).toBe('text\n\n-- \nwho\n')
  })
})

describe("cleaning a stranger's text", () => {
  it('leaves one line without anything unseen, whatever it was', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const out = clean(text)
        expect(out).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]|[\ud800-\udfff](?![\udc00-\udfff])/u,
        )
        expect(clean(out)).toBe(out)
      }),
    )
  })
  it('leaves words of any script as they are', () => {
    for (const text of ['Сервер в Берлине', '服务器', 'سيرفر عام', 'Füße & Köpfe', 'e\u0301', '100 % “ok”'])
      expect(clean(text)).toBe(text)
  })
  it('cuts what is too long, between characters', () => {
    expect(clean('😀'.repeat(50), 10)).toBe(`${'😀'.repeat(9)}…`)
    expect(cleanLines('a\n'.repeat(100))).toHaveLength(61)
  })
  it('keeps the lines of a text', () => {
    expect(cleanLines('one\r\n\r\n two\u202E \nthree')).toEqual(['one', 'two', 'three'])
  })
})

describe('times and shares in words', () => {
  const now = '2026-11-22T10:00:00.000Z' as Instant
  it('says how long', () => {
    expect([0, 200, 8000, minutes(71), days(30), days(1), hours(26)].map(lasting)).toEqual([
      '0 seconds',
      '200 ms',
      '8 seconds',
      '1 hour 11 minutes',
      '30 days',
      '1 day',
      '1 day 2 hours',
    ])
    expect([days(1), minutes(1), days(3)].map(every)).toEqual(['day', 'minute', '3 days'])
    expect(ago(now, plus(now, days(12) + hours(5)))).toBe('12 days')
    expect(ago(now, now)).toBe('less than a minute')
  })
  it('never rounds a share up', () => {
    expect(percent(0.998999)).toBe('99.899 %')
    expect(percent(1)).toBe('100.000 %')
    expect(threshold(0.999)).toBe('99.9 %')
  })
})
