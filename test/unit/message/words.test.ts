import { describe, expect, it } from 'vitest'
import { pieces, written } from '../../../src/message/words.ts'
import { htmlToText } from '../../../src/message/html.ts'

const own = (body: string, subject = 'Re: x') =>
  written(pieces(body, subject))
    .map(({ text }) => text)
    .join('\n')
    .trim()

/** An answer of `words` by each program, the rest being what it puts around. */
const under: Readonly<Record<string, string>> = {
  'Thunderbird, English': 'On 22/11/2026 10:00, Desk wrote:\n> Hello\n> Bye',
  'Thunderbird, German': 'Am 22.11.26 um 10:00 schrieb Desk:\n> Hallo',
  'Thunderbird, French': 'Le 22/11/2026 à 10:00, Desk a écrit :\n> Bonjour',
  'Thunderbird, Spanish': 'El 22/11/26 a las 10:00, Desk escribió:\n> Hola',
  'Thunderbird, Italian': 'Il 22/11/2026 10:00, Desk ha scritto:\n> Ciao',
  'Thunderbird, Portuguese': 'Em 22/11/2026 10:00, Desk escreveu:\n> Olá',
  'Thunderbird, Dutch': 'Op 22-11-2026 om 10:00 schreef Desk:\n> Hallo',
  'Thunderbird, Polish': 'W dniu 22.11.2026 o 10:00, Desk pisze:\n> Cześć',
  'Thunderbird, Czech': 'Dne 22.11.2026 v 10:00 Desk napsal(a):\n> Ahoj',
  'Thunderbird, Russian': '22.11.2026 10:00, Desk пишет:\n> Привет',
  'Thunderbird, Japanese': '2026/11/22 10:00, Desk wrote:\n> こんにちは',
  'Thunderbird, Swedish': 'Den 2026-11-22 kl. 10:00, skrev Desk:\n> Hej',
  'Gmail, English, wrapped':
    'On Sun, 22 Nov 2026 at 10:00, The Verification Desk <\nverification@jabber.org> wrote:\n\n> Hello\n>\n> Bye',
  'Gmail, German': 'Am So., 22. Nov. 2026 um 10:00 Uhr schrieb Desk <\nverification@jabber.org>:\n\n> Hallo',
  'Gmail, French': 'Le dim. 22 nov. 2026 à 10:00, Desk <verification@jabber.org> a écrit :\n\n> Bonjour',
  'Gmail, Spanish': 'El dom, 22 nov 2026 a las 10:00, Desk (<verification@jabber.org>)\nescribió:\n\n> Hola',
  'Gmail, Italian':
    'Il giorno dom 22 nov 2026 alle ore 10:00 Desk <verification@jabber.org>\nha scritto:\n\n> Ciao',
  'Gmail, Dutch': 'Op zo 22 nov 2026 om 10:00 schreef Desk <verification@jabber.org>:\n\n> Hallo',
  'Gmail, Polish': 'niedz., 22 lis 2026 o 10:00 Desk <verification@jabber.org> napisał(a):\n\n> Cześć',
  'Gmail, Czech': 'ne 22. 11. 2026 v 10:00 odesílatel Desk <verification@jabber.org>\nnapsal:\n\n> Ahoj',
  'Gmail, Russian': 'вс, 22 нояб. 2026 г. в 10:00, Desk <verification@jabber.org>:\n\n> Привет',
  'Gmail, Ukrainian': 'нд, 22 лист. 2026 р. о 10:00 Desk <verification@jabber.org> пише:\n\n> Привіт',
  'Gmail, Chinese': 'Desk <verification@jabber.org> 于2026年11月22日周日 10:00写道：\n\n> 你好',
  'Gmail, Japanese': '2026年11月22日(日) 10:00 Desk <verification@jabber.org>:\n\n> こんにちは',
  'Gmail, Portuguese':
    'Em dom., 22 de nov. de 2026 às 10:00, Desk <verification@jabber.org>\nescreveu:\n\n> Olá',
  'Apple Mail': '> On 22 Nov 2026, at 10:00, Desk <verification@jabber.org> wrote:\n> \n> Hello',
  'Apple Mail, German': '> Am 22.11.2026 um 10:00 schrieb Desk <verification@jabber.org>:\n> \n> Hallo',
  iPhone:
    'Sent from my iPhone\n\n> On 22. Nov 2026, at 10:00, Desk <verification@jabber.org> wrote:\n> \n> Hello',
  'iPhone, German':
    'Von meinem iPhone gesendet\n\n> Am 22.11.2026 um 10:00 schrieb Desk <verification@jabber.org>:\n> \n> Hallo',
  Outlook:
    'From: Desk <verification@jabber.org>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane <jane@example.org>\nSubject: x\n\nHello\n\nApprove this',
  'Outlook with a rule':
    '________________________________\nFrom: Desk <verification@jabber.org>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane <jane@example.org>\nCc: Bob\nSubject: x\n\nHello',
  'Outlook, German':
    'Von: Desk <verification@jabber.org>\nGesendet: Sonntag, 22. November 2026 10:00\nAn: Jane <jane@example.org>\nBetreff: x\n\nHallo',
  'Outlook, French':
    'De : Desk <verification@jabber.org>\nEnvoyé : dimanche 22 novembre 2026 10:00\nÀ : Jane <jane@example.org>\nObjet : x\n\nBonjour',
  'Outlook, Spanish':
    'De: Desk <verification@jabber.org>\nEnviado el: domingo, 22 de noviembre de 2026 10:00\nPara: Jane <jane@example.org>\nAsunto: x\n\nHola',
  'Outlook, Italian':
    'Da: Desk <verification@jabber.org>\nInviato: domenica 22 novembre 2026 10:00\nA: Jane <jane@example.org>\nOggetto: x\n\nCiao',
  'Outlook, Portuguese':
    'De: Desk <verification@jabber.org>\nEnviada em: domingo, 22 de novembro de 2026 10:00\nPara: Jane <jane@example.org>\nAssunto: x\n\nOlá',
  'Outlook, Dutch':
    'Van: Desk <verification@jabber.org>\nVerzonden: zondag 22 november 2026 10:00\nAan: Jane <jane@example.org>\nOnderwerp: x\n\nHallo',
  'Outlook, Polish':
    'Od: Desk <verification@jabber.org>\nWysłano: niedziela, 22 listopada 2026 10:00\nDo: Jane <jane@example.org>\nTemat: x\n\nCześć',
  'Outlook, Czech':
    'Od: Desk <verification@jabber.org>\nOdesláno: neděle 22. listopadu 2026 10:00\nKomu: Jane <jane@example.org>\nPředmět: x\n\nAhoj',
  'Outlook, Russian':
    'От: Desk <verification@jabber.org>\nОтправлено: 22 ноября 2026 г. 10:00\nКому: Jane <jane@example.org>\nТема: x\n\nПривет',
  'Outlook, Ukrainian':
    'Від: Desk <verification@jabber.org>\nНадіслано: 22 листопада 2026 р. 10:00\nКому: Jane <jane@example.org>\nТема: x\n\nПривіт',
  'Outlook, Chinese':
    '发件人: Desk <verification@jabber.org>\n发送时间: 2026年11月22日 10:00\n收件人: Jane <jane@example.org>\n主题: x\n\n你好',
  'Outlook, Japanese':
    '差出人: Desk <verification@jabber.org>\n送信日時: 2026年11月22日 10:00\n宛先: Jane <jane@example.org>\n件名: x\n\nこんにちは',
  'an old Outlook': '-----Original Message-----\nFrom: Desk\nSent: Sunday\nTo: Jane\nSubject: x\n\nHello',
  'an old Outlook, German':
    '-----Ursprüngliche Nachricht-----\nVon: Desk\nGesendet: Sonntag\nAn: Jane\nBetreff: x\n\nHallo',
  Yahoo:
    'On Sunday, November 22, 2026 at 10:00:00 AM GMT+1, Desk <verification@jabber.org> wrote:\n\nHello\n\nBye',
  'Yahoo, indented':
    '    On Sunday, November 22, 2026 at 10:00:00 AM GMT+1, Desk <verification@jabber.org> wrote:  \n \n Hello',
  Proton:
    'Sent with Proton Mail secure email.\n\nOn Sunday, November 22nd, 2026 at 10:00 AM, Desk <verification@jabber.org> wrote:\n\n> Hello',
  'K-9': '-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.',
  'K-9, German': '-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.',
  mutt: 'On Sun, Nov 22, 2026 at 10:00:00AM +0000, Desk wrote:\n> Hello',
  Gnus: 'Desk <verification@jabber.org> writes:\n\n> Hello',
  Claws: 'On Sun, 22 Nov 2026 10:00:00 +0000\nDesk <verification@jabber.org> wrote:\n\n> Hello',
  Evolution: 'On Sun, 2026-11-22 at 10:00 +0000, Desk wrote:\n> Hello',
  KMail: 'On Sunday 22 November 2026 10:00:00 CET Desk wrote:\n> Hello',
  'KMail, German': 'Am Sonntag, 22. November 2026, 10:00:00 CET schrieb Desk:\n> Hallo',
  Roundcube: 'On 2026-11-22 10:00, Desk wrote:\n> Hello',
  'Roundcube, German': 'Am 2026-11-22 10:00, schrieb Desk:\n> Hallo',
  Zimbra:
    '----- Original Message -----\n> From: "Desk" <verification@jabber.org>\n> To: "jane" <jane@example.org>\n> Sent: Sunday, November 22, 2026 10:00:00 AM\n> Subject: x\n\n> Hello',
  GMX: 'Gesendet: Sonntag, 22. November 2026 um 10:00 Uhr\nVon: "Desk" <verification@jabber.org>\nAn: jane@example.org\nBetreff: x\n\nHallo',
  'Lotus Notes':
    'Desk <verification@jabber.org>\n22.11.2026 10:00\n\n\n        To:     jane@example.org\n        cc: \n        Subject:        x',
  'Mail.ru': 'Воскресенье, 22 ноября 2026, 10:00 +03:00 от Desk <verification@jabber.org>:\n\nПривет',
  Yandex: '22.11.2026, 10:00, "Desk" <verification@jabber.org>:\n\nПривет',
  'Yandex with mark': '22.11.2026, 10:00, "Desk" <verification@jabber.org>:\n> Привет',
  QQ: '------------------ Original ------------------\nFrom: "Desk";\nDate: Sun, Nov 22, 2026 10:00 AM\nTo: "jane";\nSubject: Re: x\n\nHello',
  'a signature': '-- \nJane Doe\nExample Org',
  'a disclaimer': 'CONFIDENTIALITY NOTICE: This e-mail is for nobody\nbut you.',
  'a virus scanner':
    '---\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com',
  'a mailing list':
    '_______________________________________________\noperators mailing list\noperators@example.org',
}

describe('an answer above what a program adds is kept alone', () => {
  it.each(Object.entries(under))('%s', (_, rest) => {
    expect(own(`The port is 5223.\n\nYours, Jane\n\n${rest}\n`)).toBe('The port is 5223.\n\nYours, Jane')
    expect(own(`The port is 5223.\n${rest}\n`)).toBe('The port is 5223.')
  })
})

describe('what he writes elsewhere is kept too', () => {
  it('under a quote', () => {
    expect(
      own('On Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n> Which port?\n\nThe port is 5223.\n'),
    ).toBe('The port is 5223.')
  })
  it('between quotes, with what they answer', () => {
    expect(
      own(
        'On Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n\n> Which port?\n\n5223.\n\n> Which software?\n\nProsody.\n\n> Bye\n',
      ),
    ).toBe('> Which port?\n\n5223.\n\n> Which software?\n\nProsody.')
  })
  it('marked as not his where it is not', () => {
    const lines = written(pieces('> Which port?\n\n5223.\n'))
    expect(lines.map(({ quoted }) => quoted === true)).toEqual([true, false, false])
  })
  it('code, greetings, and lines that only look like something else', () => {
    for (const text of [
      'Hi,\n\nFrom: now on we use Prosody.\n\nBye',
      'On this day\nI wrote something.',
      '```\n--\n# code\n```\nend',
      'To: whom it may concern\n\nhello',
      '2026-12-01 02:00 we restart.',
      'I sent from my old address before.',
      'Date: 1 December\nPlace: Vienna\n\nSee you',
    ])
      expect({ of: text, is: own(text) }).toEqual({ of: text, is: text })
  })
  it('but of a file in the text only its first line, and what stands below it', () => {
    const bytes = Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 89) % 256))
    const base64 = bytes.toString('base64').replaceAll(/.{76}/g, '$&\n')
    const uuencoded = Array.from({ length: 9 }, (_, at) => `M${'(#!6,Y'.repeat(10)}${at}`.slice(0, 61)).join(
      '\n',
    )
    for (const [first, rest] of [
      ['begin 644 map.png', `${uuencoded}\n#0V%T\n\`\nend`],
      ['begin-base64 644 map.png', `${base64}\n====`],
      [base64.split('\n')[0] ?? '', base64.split('\n').slice(1).join('\n')],
      [uuencoded.split('\n')[0] ?? '', uuencoded.split('\n').slice(1).join('\n')],
    ] as const)
      expect(own(`See the map.\n${first}\n${rest}\nThe port is 5223.\n`)).toBe(
        `See the map.\n${first}\nThe port is 5223.`,
      )
  })
  it('what only begins like a file', () => {
    for (const text of [
      'begin\nDomain: im.example.org\nend',
      'begin 644 map.png\n\nNO FILE',
      'begin 600 words\nDomain: x',
    ])
      expect(own(text)).toBe(text)
  })
  it('numbered by the lines that are shown', () => {
    const body = '\n\nOn Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n> a\n\none\n\ntwo\n'
    expect(written(pieces(body)).map(({ number, text }) => [number, text])).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'two'],
    ])
  })
})

describe('HTML as somebody would have typed it', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'rows of two cells are labels and values': [
      '<table><tr><td>Domain</td><td>im.example.org</td></tr><tr><th>Website:</th><td><a href="https://x.example/">https://x.example/</a></td></tr></table>',
      'Domain: im.example.org\nWebsite: https://x.example/',
    ],
    'wider rows keep their columns': [
      '<table><tr><th>Domain</th><th>Software</th><th>CA</th></tr><tr><td>a.example</td><td></td><td>X</td></tr></table>',
      'Domain | Software | CA\na.example |  | X',
    ],
    'tables for layout are paragraphs': [
      '<table><tr><td><table><tr><td>Domain</td><td>a.example</td></tr></table></td><td>side</td></tr></table>',
      'Domain: a.example\n\nside',
    ],
    lists: ['<ul><li>one</li><li>two<ol start="3"><li>x</li></ol></li></ul>', '- one\n- two\n\n3. x'],
    definitions: [
      '<dl><dt>Domain</dt><dd>a.example</dd><dt>CA:</dt><dd>X</dd></dl>',
      'Domain: a.example\nCA: X',
    ],
    'line breaks and paragraphs': [
      '<p>a<br>b</p><p>c</p><div>d</div><div><br></div><div>e</div>',
      'a\nb\n\nc\n\nd\n\ne',
    ],
    quotes: [
      'a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e',
      'a\n\n> b\n> c\n>\n> > d\n>\n\ne',
    ],
    'links whose text hides them': [
      '<a href="https://x.example/">here</a> <a href="https://y.example/">https://y.example/</a> <a href="mailto:a@x.example">Anna</a>',
      'here <https://x.example/> https://y.example/ Anna <mailto:a@x.example>',
    ],
    'entities and spaces': ['a&nbsp;&amp;&nbsp;b   c\n d', 'a & b c d'],
    'what is not seen': [
      '<style>x</style><script>y</script><p style="display:none">z</p><div hidden>q</div>a<!-- w --><p style="font-size:0">t</p>',
      'a',
    ],
    'preformatted text': ['<pre>a\n  b\n\nc</pre>', 'a\n  b\n\nc'],
  }
  it.each(Object.entries(cases))('%s', (_, [html, text]) => {
    expect(htmlToText(html)).toBe(text)
  })
})
