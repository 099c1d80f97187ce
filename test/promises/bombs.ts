import { mail } from './daemon.ts'

const nest = (depth: number) =>
  Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  ).join('')
const html = (body: string) =>
  mail('<bomb@bad.example>', 'html', body, 'MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n')
const from = 'From: bomb@bad.example\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n'
/** Mails that take more than they give, by name. */
export const bombs: readonly (readonly [string, () => string])[] = [
  ['5,000 nested <div>', () => html('<div>'.repeat(5000))],
  ['500,000 nested <div>', () => html('<div>'.repeat(500_000))],
  ['a table of 200,000 rows', () => html(`<table>${'<tr><td>x</td></tr>'.repeat(200_000)}</table>`)],
  ['999 nested parts', () => `${from}${nest(999)}`],
  ['5,000 nested parts', () => `${from}${nest(5000)}`],
  [
    '100,000 parts',
    () =>
      `${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}--b--`,
  ],
  ['a header of 1.2 MB', () => `${from}X-Long: ${'x'.repeat(1_200_000)}\r\n\r\nbody`],
  ['90,000 header fields', () => `${from}${'X-Many: y\r\n'.repeat(90_000)}\r\nbody`],
  ['one line of 9 MB', () => `${from}\r\n${'x'.repeat(9_000_000)}`],
  ['40 MB', () => `${from}\r\n${`${'x'.repeat(70)}\r\n`.repeat(560_000)}`],
  ['30,000 encoded words', () => `${from}X-Words: ${'=?utf-8?q?=41?= '.repeat(30_000)}\r\n\r\nbody`],
  ['50,000 recipients', () => `${from}To: ${'a@b.example, '.repeat(50_000)}c@d.example\r\n\r\nbody`],
  [
    'a mail in a mail, 500 deep',
    () => `${from}${'Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n'.repeat(500)}\r\nbody`,
  ],
  [
    '8 MB of quoted-printable',
    () => `${from}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'=41'.repeat(2_700_000)}`,
  ],
  ['a quote 20,000 deep', () => mail('<bomb@bad.example>', 'quote', `${'>'.repeat(20_000)} x`)],
  [
    '100,000 fields of a form',
    () => mail('<bomb@bad.example>', 'form', 'Domain: a.example\n'.repeat(100_000)),
  ],
  ['NULs', () => '\0'.repeat(1000)],
  ['nothing', () => ''],
]
