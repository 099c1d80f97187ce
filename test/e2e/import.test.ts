import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import type { Ticket } from '../../src/ticket/known.ts'
import { cleanUp, eventually, folder, intoMaildir, run, startDesk } from './real-world.ts'

let dir = ''
const config = () => join(dir, 'vouch.json')
const vouch = (...args: string[]) => run([...args, '--config', config()])
const card = (domain: string, email: string) =>
  `<vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>${domain}</text></fn><url><uri>https://${domain}/</uri></url><adr><country>AT</country></adr><name xmlns="jabber:iq:version">Prosody</name><impp><uri>xmpp:admin@${domain}</uri></impp>${email}</vcard>`
const old = () => [
  join(dir, 'im.example.org.xml'),
  join(dir, 'chat.example.org.xml'),
  join(dir, 'torn.example.org.xml'),
]
beforeEach(() => {
  dir = folder()
  writeFileSync(
    config(),
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'dkim' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
    }),
  )
  const [im = '', chat = '', torn = ''] = old()
  writeFileSync(im, card('im.example.org', '<email><text>anna@example.org</text></email>'))
  writeFileSync(chat, card('chat.onion', ''))
  writeFileSync(torn, card('torn.example.org', '').slice(0, 200))
})
afterAll(cleanUp)

const names = (...path: string[]) => {
  const folder = join(dir, 'data', ...path)
  return existsSync(folder) ? readdirSync(folder) : []
}
const ticket = () =>
  JSON.parse(readFileSync(join(dir, 'data', 'tickets', names('tickets')[0] ?? ''), 'utf8')) as Ticket
async function desk(): Promise<void> {
  const child = await startDesk(['--config', config(), '--adopt'])
  onTestFailed(() => void process.stderr.write(child.log()))
}

describe.each([
  ['the running desk', desk],
  ['the command line alone', () => Promise.resolve()],
])('an old directory, read by %s', (_, before) => {
  it('makes a case of each card with an address, once, and says what became of the others', async () => {
    await before()
    const dry = await vouch('import', '--dry-run', ...old())
    expect([dry.code, dry.out.split('\n')[0]]).toEqual([
      0,
      'im.example.org.xml: im.example.org, would be invited, by a letter to anna@example.org',
    ])
    expect(names('tickets')).toEqual([])
    const first = await vouch('import', ...old())
    expect([first.code, first.out.replace(/(?<=not read: ).*/, '…').replace(/IM-\d+/, 'IM-YEAR')]).toEqual([
      0,
      [
        'im.example.org.xml: im.example.org, invited as IM-YEAR-0001, by a letter to anna@example.org',
        'chat.example.org.xml: chat.onion, no address to write to',
        'torn.example.org.xml: not read: …',
        '1 invited, 0 known already, 1 without an address, 0 again, 1 not read',
        '',
      ].join('\n'),
    ])
    const again = await vouch('import', '--quiet', ...old())
    expect(again.out).toBe('0 invited, 1 known already, 1 without an address, 0 again, 1 not read\n')
    expect(names('tickets')).toHaveLength(1)
  })
})

describe('the files of an old directory', () => {
  it('may be named by their folder, and are read in the encoding they declare', async () => {
    const folder = join(dir, 'cards')
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'latin.xml'),
      Buffer.from(
        '<?xml version="1.0" encoding="ISO-8859-1"?><services><service><domain>gr\xfcn.example.org</domain></service></services>',
        'latin1',
      ),
    )
    expect((await vouch('import', '--dry-run', folder)).out.split('\n')[0]).toBe(
      'latin.xml: xn--grn-ioa.example.org, would be invited, by a letter to postmaster@example.org',
    )
  })
  it('are asked for when one is not there', async () => {
    expect(await vouch('import', join(dir, 'none.xml'))).toMatchObject({
      code: 64,
      err: `vouch: there is no ${join(dir, 'none.xml')}: name the files of the old directory\n`,
    })
  })
})

describe('the operator of an old service', () => {
  it('gets one letter, and his answer is his word', async () => {
    await desk()
    await vouch('import', ...old())
    const sent = await eventually(
      () =>
        names('sent', 'new').map((name) => readFileSync(join(dir, 'data', 'sent', 'new', name), 'utf8'))[0],
      'a letter goes out',
    )
    expect(sent).toMatch(/^Subject: \[IM-\d+-0001\] im\.example\.org was on the old list/m)
    const to = /^Reply-To: .*?([^\s<]+@desk\.example)/im.exec(sent)?.[1] ?? ''
    intoMaildir(
      join(dir, 'data', 'mailbox'),
      'answer',
      `From: anna@example.org\r\nTo: ${to}\r\nSubject: Re: your letter\r\nMessage-ID: <a@example.org>\r\n\r\nconfirm\r\n`,
    )
    const kinds = await eventually(() => {
      const found = ticket().facts.map((fact) => fact.kind)
      return found.length > 2 ? found : undefined
    }, 'his answer is taken')
    expect(kinds).toEqual(['claimed', 'invited', 'sender-confirmed'])
    expect(ticket().letters.map((letter) => letter.kind)).toEqual(['invitation', 'incomplete'])
  })
})

describe('vouch export-list', () => {
  it.each([
    ['list.json', '"services":[]'],
    ['list.xml', 'urn:ietf:params:xml:ns:vcard-4.0'],
  ])('writes the list as it is now into %s', async (name, holds) => {
    mkdirSync(join(dir, 'data', 'tickets'), { recursive: true, mode: 0o700 }) // a desk was here
    const file = join(dir, name)
    expect(await vouch('export-list', file)).toMatchObject({ code: 0, out: `0 services in ${file}\n` })
    expect(readFileSync(file, 'utf8')).toContain(holds)
  })
  it('asks for an ending that says what to write', async () => {
    expect(await vouch('export-list', 'list.csv')).toMatchObject({ code: 64, out: '' })
  })
})
