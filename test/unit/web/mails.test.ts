import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maildirMails, type Mails } from '../../../src/web/mails.ts'
import { startWeb, type Web } from '../../../src/web/server.ts'
import { pages } from '../listing/sample.ts'

const submission = `From: Alice <alice@im.example.org>
To: verification@desk.example
Subject: A new <b>service</b>
Date: Sun, 22 Nov 2026 10:00:00 +0000

Domain: im.example.org
`
const letter = `From: desk <verification@desk.example>
To: alice@im.example.org
Subject: Results
Date: Sun, 22 Nov 2026 10:01:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html

<p style="color:red">All is well <img src="cid:month"></p><script>alert(1)</script>
--x
Content-Type: image/png
Content-ID: <month>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--x--
`
let folder: string, mails: Mails, web: Web
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-mails-'))
  for (const [path, content] of [
    ['mailbox/new/1.alice', submission],
    ['sent/new/im-2026-0001.1.abc@desk.example', letter],
    ['sent/tmp/half', 'not yet'],
    ['secret', 'secret'],
  ] as const) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  mails = maildirMails({ in: join(folder, 'mailbox'), out: join(folder, 'sent') })
  web = await startWeb({
    listen: '127.0.0.1:0',
    published: join(folder, 'published'),
    pages,
    desk: { name: 'desk', address: 'verification@desk.example' },
    ticketPage: () => Promise.resolve(undefined),
    embedded: {
      tickets: () =>
        Promise.resolve([
          {
            id: 'IM-2026-0001',
            domain: 'im.example.org',
            stage: 'trial',
            since: '2026-11-22T10:00:00.000Z',
            waitsFor: ['time'],
            page: 'ticket/x',
          },
        ]),
      mails,
    },
  })
})
afterAll(async () => {
  await web.close()
  await rm(folder, { recursive: true })
})

describe('the mails of the try-out', () => {
  it('are listed newest first, in and out', async () => {
    expect((await mails.list()).map(({ box, subject }) => `${box}: ${subject}`)).toEqual([
      'out: Results',
      'in: A new <b>service</b>',
    ])
  })
  it('carry their pictures with them', async () => {
    const shown = await mails.open('out', 'im-2026-0001.1.abc@desk.example')
    expect(shown?.html).toContain('data:image/png;base64,iVBORw0KGgo=')
  })
  it.each([
    ['in', '../../secret'],
    ['in', '..'],
    ['elsewhere', '1.alice'],
    ['out', 'half'],
    ['in', ''],
  ])('are only what lies in the two boxes: %s %s', async (box, name) => {
    expect(await mails.open(box, name)).toBeUndefined()
  })
  it('are shown beside the tickets, escaped', async () => {
    const page = await (await fetch(`${web.url}tickets`)).text()
    expect(page).toContain('href="/ticket/x"')
    expect(page).toContain('A new &lt;b&gt;service&lt;/b&gt;')
  })
  it('stand in a frame that runs nothing, under a policy that loads nothing', async () => {
    const answer = await fetch(`${web.url}mail/out/im-2026-0001.1.abc@desk.example`)
    const page = await answer.text()
    expect(page).toMatch(/<iframe[^>]* sandbox=""[^>]* srcdoc="&lt;p style/)
    expect(page).not.toContain('<script>alert')
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/default-src 'none';(?!.*script-src)/)
  })
  it('are nowhere to be found in service', async () => {
    const open = await startWeb({
      listen: '127.0.0.1:0',
      published: folder,
      pages,
      desk: { name: '', address: '' },
      ticketPage: () => Promise.resolve(undefined),
    })
    const codes = await Promise.all(
      ['tickets', 'mail/in/1.alice'].map(async (path) => (await fetch(`${open.url}${path}`)).status),
    )
    await open.close()
    expect(codes).toEqual([404, 404])
  })
})
