import type { Browser, Page } from 'playwright-core'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { words } from '../../src/checks/words.ts'
import { lives } from '../../src/letters/sample-lives.ts'
import { ticketView } from '../../src/listing/ticket-view.ts'
import { maildirMails } from '../../src/web/mails.ts'
import { listed, pages } from '../unit/listing/sample.ts'
import { axeFindings, axeScript, browserPath, launch, site, type Site } from './page-browser.ts'

const letter = `From: desk <verification@desk.example>
To: operator@im.example.org
Subject: Results
Date: Sun, 22 Nov 2026 10:01:00 +0000
MIME-Version: 1.0
Content-Type: text/html

<html lang="en"><title>x</title><main><h1 style="color:rgb(1, 2, 3)">All is well</h1><script>parent.document.title = 'run'</script></main></html>
`
// The frame refusing the letter's script is what we want.
const blocked = /^Blocked script execution in 'about:srcdoc'/
describe.skipIf(browserPath === undefined)('the pages of tickets and mails in a browser', () => {
  const troubles: string[] = []
  let browser: Browser, home: Site, page: Page, boxes: string
  beforeAll(async () => {
    boxes = await mkdtemp(join(tmpdir(), 'vouch-boxes-'))
    await mkdir(join(boxes, 'sent', 'new'), { recursive: true })
    await writeFile(join(boxes, 'sent', 'new', 'results'), letter)
    browser = await launch()
    home = await site(listed([]), {
      embedded: {
        tickets: () =>
          Promise.resolve(
            Object.keys(lives).map((name, i) => ({
              id: `IM-2026-000${i}`,
              domain: `${name.toLowerCase()}.example`,
              stage: lives[name as keyof typeof lives].standing.stage,
              since: '2026-11-22T10:00:00.000Z',
              waitsFor: ['operator'],
              page: `ticket/${name}`,
            })),
          ),
        mails: maildirMails({ in: join(boxes, 'mailbox'), out: join(boxes, 'sent') }),
      },
      ticketPage: (token) => {
        const life = (lives as Record<string, (typeof lives)['failing'] | undefined>)[token]
        return Promise.resolve(
          life && ticketView({ ...life, pages, inWords: (outcome) => words(outcome, life.evidence) }),
        )
      },
    })
  })
  afterAll(async () => {
    await browser.close()
    await home.close()
    await rm(boxes, { recursive: true })
  })
  afterEach(async () => {
    await page.context().close()
    const found = troubles.splice(0)
    if (found.length > 0) throw new Error(`the page complained: ${found.join('; ')}`)
  })
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    page = await (await browser.newContext(options)).newPage()
    page.on(
      'console',
      (message) =>
        message.type() === 'error' && !blocked.test(message.text()) && troubles.push(message.text()),
    )
    page.on('pageerror', (error) => troubles.push(error.message))
    await page.goto(`${home.url}${path}`)
  }

  it.each([
    'ticket/failing',
    'ticket/lacking',
    'ticket/aWeekOn',
    'ticket/listed',
    'tickets',
    'mail/out/results',
  ])('axe objects to nothing in /%s', async (path) => {
    await open(path, { bypassCSP: true })
    await page.addScriptTag({ path: axeScript })
    expect(await page.evaluate(axeFindings)).toEqual([])
  })
  it.each(['ticket/failing', 'ticket/aWeekOn', 'tickets', 'mail/out/results'])(
    'fits a phone 360 px wide: /%s',
    async (path) => {
      await open(path, { viewport: { width: 360, height: 780 } })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    },
  )
  it('leads from the overview to a ticket, which says what happens next', async () => {
    await open('tickets')
    await page.getByRole('link', { name: 'failing.example' }).click()
    expect(await page.getByRole('heading', { name: 'What happens next' }).isVisible()).toBe(true)
  })
  it('shows a letter as its reader sees it, and runs nothing of it', async () => {
    await open('mail/out/results')
    const heading = page.frameLocator('iframe').getByRole('heading', { name: 'All is well' })
    expect(
      await heading.evaluate(
        (one) =>
          (
            one as unknown as {
              ownerDocument: { defaultView: { getComputedStyle(of: unknown): { color: string } } }
            }
          ).ownerDocument.defaultView.getComputedStyle(one).color,
      ),
    ).toBe('rgb(1, 2, 3)')
    expect(await page.title()).toBe('Results')
  })
})
