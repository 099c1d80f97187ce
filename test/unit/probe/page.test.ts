import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpack } from '../../../src/probe/body.ts'
import { readPage } from '../../../src/probe/page.ts'
import { name } from '../../servers/lab.ts'

describe('a page', () => {
  const page = (html: string | Buffer, type = 'text/html; charset=utf-8', forRegistration = false) =>
    readPage(Buffer.from(html), type, new URL('https://im.example/'), name('im.example'), forRegistration)
  test('keeps its title on one line and short', () => {
    expect(page(`<title>\n A \u202e<b>${'x'.repeat(500)}</title>`).title?.length).toBeLessThanOrEqual(200)
    expect(page('<title>A\n\tB</title>').title).toBe('A B')
  })
  test('whose refresh is a number without end costs no seconds', () => {
    const began = process.cpuUsage()
    page(`<meta http-equiv=refresh content="${'1'.repeat(50_000)}">`)
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1e6).toBeLessThan(2) // of work, not of the clock; it was seven
  })
  test('mentions what it mentions, as words', () => {
    expect(page('<p>Im.Example</p><p>Jabber</p>XMPP').mentions).toEqual(['im.example', 'XMPP', 'Jabber'])
    expect(page('<p>jabberwocky</p>').mentions).toEqual([])
    expect(page('<script>xmpp</script><style>jabber</style>').mentions).toEqual([])
  })
  test('finds ways to its people, once each', () => {
    expect(
      page(
        '<a href=" MAILTO:a%40b.example?subject=x ">x</a><a href="mailto:a@b.example">x</a><a href="xmpp:room@c.example?join">x</a><a href="/impressum">Impressum</a>',
      ).contacts,
    ).toEqual([
      { kind: 'mailto', value: 'a@b.example' },
      { kind: 'xmpp', value: 'room@c.example' },
      { kind: 'page', value: 'https://im.example/impressum' },
    ])
  })
  test('what is no HTML is not read as HTML', () => {
    expect(page('<a href="/contact">xmpp</a> Write to a@b.example', 'text/plain')).toEqual({
      mentions: ['XMPP'],
      contacts: [{ kind: 'mailto', value: 'a@b.example' }],
    })
    expect(page('%PDF-1.4 a@b.example', 'application/pdf').contacts).toEqual([])
  })
  test('a script address is no link', () => {
    expect(page('<a href="javascript:register()">register</a>').registration).toBeUndefined()
  })
  test('is read in the letters it is written in', () => {
    const cyrillic = Buffer.from([0xce, 0xe1, 0xf9, 0xe5, 0xed, 0xe8, 0xe5])
    const titled = (title: Buffer, head = '') =>
      Buffer.concat([Buffer.from(`${head}<title>`), title, Buffer.from('</title>')])
    expect(page(titled(cyrillic), 'text/html; charset=windows-1251').title).toBe('Общение')
    expect(page(titled(cyrillic, '<meta charset="windows-1251">'), 'text/html').title).toBe('Общение')
    expect(page(Buffer.from('\ufeff<title>Grüße</title>', 'utf16le'), 'text/html; charset=utf-8').title).toBe(
      'Grüße',
    )
    expect(page('<title>Grüße</title>', 'text/html; charset=klingon').title).toBe('Grüße')
  })
  test('mentions an international name as people write it', () => {
    const read = readPage(
      Buffer.from('<p>Willkommen bei größe.example.'),
      'text/html',
      new URL('https://xn--gre-6ka8i.example/'),
      name('xn--gre-6ka8i.example'),
    )
    expect(read.mentions).toEqual(['größe.example'])
    expect(page('<p>Also at xim.example and im.example-mail').mentions).toEqual([])
  })
  test.each([
    ['Write to admin@b.example.', 'mailto admin@b.example'],
    ['admin [at] b [dot] example', 'mailto admin [at] b [dot] example'],
    ['admin(at)b.example', 'mailto admin(at)b.example'],
    ['XMPP: admin@b.example', 'xmpp admin@b.example'],
    ['Your address will be username@im.example', ''],
    ['We are at b.example', ''],
    ['<a href="/cdn-cgi/l/email-protection#aa">[email protected]</a>', 'mailto hidden from programs'],
    ['<form><textarea name="message"></textarea></form>', 'form https://im.example/'],
    ['<a href="/x"><img src="m.png" alt="Contact"></a>', 'page https://im.example/x'],
    ['<base href="/de/"><a href="x">Impressum</a>', 'page https://im.example/de/x'],
    ['<a href="#contact">Contact</a>', ''],
  ])('ways to its people: %s', (html, expected) =>
    expect(
      page(html)
        .contacts.map(({ kind, value }) => `${kind} ${value}`)
        .join(),
    ).toBe(expected),
  )
  test('the page about contacts comes before the one about the service', () => {
    const { contacts } = page('<a href="/1">About us</a><a href="/2">Contact</a>')
    expect(contacts.map((one) => one.value)).toEqual(['https://im.example/2', 'https://im.example/1'])
  })
  test.each([
    ['German', 'Kontakt', 'Konto erstellen'],
    ['French', 'Nous contacter', "S'inscrire"],
    ['Spanish', 'Contáctenos', 'Crear una cuenta'],
    ['Italian', 'Contatti', 'Registrati'],
    ['Portuguese', 'Fale conosco', 'Criar conta'],
    ['Dutch', 'Neem contact op', 'Account aanmaken'],
    ['Polish', 'Skontaktuj się', 'Załóż konto'],
    ['Czech', 'Kontakty', 'Vytvořit účet'],
    ['Swedish', 'Kontakta oss', 'Skapa konto'],
    ['Finnish', 'Yhteystiedot', 'Luo tili'],
    ['Turkish', 'İletişim', 'Kayıt ol'],
    ['Hungarian', 'Kapcsolat', 'Regisztráció'],
    ['Russian', 'Контакты', 'Зарегистрироваться'],
    ['Ukrainian', 'Звʼязатися', 'Реєстрація'],
    ['Greek', 'Επικοινωνία', 'Εγγραφή'],
    ['Arabic', 'اتصل بنا', 'تسجيل'],
    ['Japanese', 'お問い合わせ', '新規登録'],
    ['Chinese', '联系我们', '注册'],
    ['Korean', '문의하기', '회원가입'],
  ])('%s links are understood', (_, contact, register) => {
    const seen = page(`<a href="/1">${contact}</a> <a href="/2">${register}</a> <a href="/3">Blog</a>`)
    expect(seen.contacts).toEqual([{ kind: 'page', value: 'https://im.example/1' }])
    expect(seen.registration).toEqual({ kind: 'link', url: 'https://im.example/2' })
  })
  const password = '<input name="user"><input type="password" name="p">'
  test.each([
    ['two passwords', `<form>${password}<input type="password"></form>`, 'form'],
    ['a button that says so', `<form>${password}<button>Sign up</button></form>`, 'form'],
    ['a page that says so', `<h1>Registrierung</h1><form>${password}<button>OK</button></form>`, 'form'],
    ['a new password', '<input type="password" autocomplete="new-password">', 'form'],
    ['no password, it is sent', '<h1>Register</h1><form>Register <input type="email"></form>', 'form'],
    ['a form to log in', `<form>${password}<button>Log in</button></form>`, undefined],
    ['a form to log in, in Arabic', `<form>${password}<button>تسجيل الدخول</button></form>`, undefined],
    ['a form to log in, with a link', `<form>${password}Login <a href="/r">Register</a></form>`, 'link'],
    ['nobody can tell', `<form>${password}<button>OK</button></form>`, 'unclear'],
    ['a newsletter', '<form>Sign up for news <input type="email"></form>', undefined],
    ['a search', '<form><input type="search" name="q"></form>', undefined],
    ['nothing but scripts', '<div id="app"></div><script src="app.js"></script>', 'script-only'],
    ['a registered trade mark', '<a href="/tm">Registered trade marks</a>', undefined],
  ])('a form to register: %s', (_, html, kind) => expect(page(html).registration?.kind).toBe(kind))
  test.each([
    ['a form that nobody can tell elsewhere', `<form>${password}</form>`, 'form'],
    [
      'words enough, and scripts that may make a form',
      `<p>${'word '.repeat(100)}</p><script></script>`,
      'script-only',
    ],
    ['no form and nothing that could make one', '<p>Out of order</p>', undefined],
  ])('on the page named for it: %s', (_, html, kind) =>
    expect(page(html, 'text/html', true).registration?.kind).toBe(kind),
  )
  test.each([
    ['<title>Welcome to nginx!</title>', true],
    ['<title>Apache2 Debian Default Page: It works</title>', true],
    ['<title>im.example</title><p>This domain is for sale.', true],
    ['<title>im.example</title><p>A chat service that works!', undefined],
  ])('a placeholder: %s', (html, expected) => expect(page(html).placeholder).toBe(expected))
  test('leads on at once, or not at all', () => {
    const refresh = (content: string) => page(`<meta http-equiv="Refresh" content="${content}">`).refresh
    expect(refresh('0; URL=/start')).toBe('https://im.example/start')
    expect(refresh("0;url='https://www.im.example/'")).toBe('https://www.im.example/')
    expect(refresh('60; url=/start')).toBeUndefined()
    expect(refresh('0; url=/')).toBeUndefined()
    expect(refresh('0; url=javascript:alert(1)')).toBeUndefined()
  })
  test('frames are named where the page has no words of its own', () => {
    expect(page('<frameset><frame src="a"><frame src="b"></frameset>').frames).toEqual([
      'https://im.example/a',
      'https://im.example/b',
    ])
    expect(page(`${'word '.repeat(100)}<iframe src="video"></iframe>`).frames).toBeUndefined()
  })
  test('nested beyond reason it is read as far as it makes sense', () => {
    expect(page(`XMPP${'<div>'.repeat(50_000)}Jabber`).mentions).toEqual(['XMPP'])
  })
})
describe('a packed body', () => {
  const text = 'XMPP '.repeat(100)
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
  ])('%s', async (encoding, body) => expect((await unpack(body, encoding, 10_000)).toString()).toBe(text))
  test('is unpacked up to the limit, whatever it holds', async () => {
    expect((await unpack(gzipSync(Buffer.alloc(5_000_000)), 'gzip', 1000)).length).toBe(1000)
  })
  test('that breaks off or is none gives what came of it', async () => {
    expect((await unpack(gzipSync(text).subarray(0, -8), 'gzip', 10_000)).toString()).toBe(text)
    expect((await unpack(Buffer.from('no gzip'), 'gzip', 10_000)).length).toBe(0)
  })
})
