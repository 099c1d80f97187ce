import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { publication } from '../../src/listing/publishing.ts'
import type { List } from '../../src/listing/format.ts'
import { startWeb, type Web, type WebOptions } from '../../src/web/server.ts'
import { pages } from '../unit/listing/sample.ts'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** The browser of this machine; undefined when there is none. */
export const browserPath = candidates.find((path) => existsSync(path))
if (browserPath === undefined)
  console.warn(
    `PASSED OVER: no browser for the page tests (looked for ${candidates.join(', ')}). Debian: apt-get install chromium`,
  )

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath as string,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export type Site = Web & { readonly folder: string }
/** The list, published in a folder of its own and served. */
export async function site(list: List, more: Partial<WebOptions> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-page-'))
  for (const [path, content] of publication(list)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const web = await startWeb({
    listen: '127.0.0.1:0',
    published: folder,
    pages,
    desk: { name: 'Example desk', address: 'verification@desk.example' },
    ticketPage: () => Promise.resolve(undefined),
    ...more,
  })
  return {
    url: web.url,
    folder,
    close: async () => (await web.close(), await rm(folder, { recursive: true })),
  }
}
export const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** Run in the page: what axe objects to, a line each. */
export const axeFindings =
  'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target + " " + n.failureSummary).join(" | ")))'
