import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DomainName } from '../../src/values/names.ts'
import { entry, listed, many, now } from '../unit/listing/sample.ts'
import { axeFindings, axeScript, browserPath, launch, site, type Site } from './page-browser.ts'

const hostile = entry({
  domain: 'hostile.example' as DomainName,
  description: '<img src=x onerror="document.title=1"> {{constructor}} </td></table>',
  software: '<script>alert(1)</script>',
})
describe.skipIf(browserPath === undefined)('the list in a browser', () => {
  let browser: Browser, home: Site, page: Page
  const troubles: string[] = []
  beforeAll(async () => {
    browser = await launch()
    home = await site(listed([...many(60), entry(), hostile]))
  })
  afterAll(async () => {
    await browser.close()
    await home.close()
  })
  afterEach(async () => {
    await page.context().close()
    const found = troubles.splice(0)
    if (found.length > 0) throw new Error(`the page complained: ${found.join('; ')}`)
  })
  const open = async (path = '', options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext(options)
    page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on(
      'request',
      (request) => request.url().startsWith(home.url) || troubles.push(`asked elsewhere: ${request.url()}`),
    )
    await page.goto(`${home.url}${path}`)
    return page
  }
  const shown = () => page.locator('table.list tbody tr:visible th a').allTextContents()
  const cells = (column: number) =>
    page.locator(`table.list tbody tr:visible > :nth-child(${column})`).allTextContents()

  it('sorts by uptime, best first, then worst first, unknown last', async () => {
    await open()
    const uptime = page.getByRole('button', { name: 'Uptime' })
    await uptime.click()
    const down = (await cells(6)).map(parseFloat)
    expect(down).toEqual([...down].sort((a, b) => b - a))
    expect(await page.locator('th[aria-sort]').textContent()).toContain('Uptime')
    await uptime.click()
    const up = (await cells(6)).map(parseFloat)
    expect(up).toEqual([...up].sort((a, b) => a - b))
    expect(up).not.toEqual(down)
    expect(page.url()).toBe(`${home.url}?sort=uptime`)
    const order = await shown()
    await page.reload()
    expect(await shown()).toEqual(order)
  })
  it.each<[string, string, number, (cell: string) => boolean]>([
    ['Country', 'Germany', 2, (cell) => cell === 'Germany'],
    ['Software', 'ejabberd', 3, (cell) => cell === 'ejabberd'],
    ['Register', 'Web', 4, (cell) => cell.includes('Web')],
    ['Offers', 'Gateway to IRC', 5, (cell) => cell.includes('IRC')],
    ['Uptime', '100', 6, (cell) => cell === '100 %'],
    ['Listed for', '1', 7, (cell) => cell < now],
  ])('filters by %s, and clears again', async (label, value, column, fits) => {
    await open()
    const all = (await shown()).length
    await page.getByRole('combobox', { name: label, exact: true }).selectOption(value)
    const left = await cells(column)
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(all)
    expect(left.filter((cell) => !fits(cell))).toEqual([])
    await page.getByRole('button', { name: 'Clear the filters' }).first().click()
    expect(await shown()).toHaveLength(all)
  })
  it('finds words anywhere, says how many, and keeps the search in the address', async () => {
    await open()
    await page.getByLabel('Search').fill('friendly germany')
    expect(await shown()).toContain('im.example.org')
    expect(await page.getByRole('status').textContent()).toMatch(/^\d+ of 62 services$/)
    await page.reload()
    expect(await page.getByLabel('Search').inputValue()).toBe('friendly germany')
    await page.getByLabel('Search').fill('no such thing')
    expect(await shown()).toEqual([])
    expect(await page.getByText('No service matches').isVisible()).toBe(true)
  })
  it('leads from a mark on the map to its services', async () => {
    await open()
    const mark = page.locator('.map a[href="#list"]').first()
    const all = await shown()
    const names = ((await mark.getAttribute('data-n')) ?? '').split(' ').map((n) => all[Number(n)])
    expect(names.slice(0, 4).join(', ')).toBe((await mark.textContent())?.replace(/, … \(\d+\)$/, ''))
    await mark.click()
    expect(await shown()).toEqual(names)
    expect(await page.locator('.map a.off').count()).toBeGreaterThan(0)
    await page.reload()
    expect(await shown()).toEqual(names)
  })
  it('is whole without JavaScript', async () => {
    await open('', { javaScriptEnabled: false })
    expect(await shown()).toHaveLength(62)
    expect(await page.locator('#filters').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'im.example.org' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('im.example.org')
  })
  it.each(['', 'services/im.example.org.html', 'submit.html', 'policy.html', 'api.html'])(
    'fits a phone 360 px wide: /%s',
    async (path) => {
      await open(path, { viewport: { width: 360, height: 780 } })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    },
  )
  it('shows the uptime on a phone without scrolling sideways', async () => {
    await open('', { viewport: { width: 360, height: 780 } })
    const box = await page.locator('table.list tbody td:nth-child(6)').first().boundingBox()
    expect((box?.x ?? 999) + (box?.width ?? 999)).toBeLessThanOrEqual(360)
  })
  it('is dark where the visitor wants it dark', async () => {
    const ground = async () => await page.evaluate('getComputedStyle(document.body).backgroundColor')
    await open('', { colorScheme: 'light' })
    const light = await ground()
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await ground()).not.toBe(light)
  })
  it('shows what strangers wrote as they wrote it, and runs none of it', async () => {
    await open('services/hostile.example.html')
    expect(await page.locator('.lead').textContent()).toBe(hostile.description)
    expect(await page.title()).toBe('hostile.example')
    expect(await page.locator('script:not([src])').count()).toBe(0)
  })
  it('is readable on paper, whatever the screen was', async () => {
    await open('', { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.locator('#filters').isVisible()).toBe(false)
    expect(
      await page.evaluate(
        '[document.body, document.querySelector("table.list th a")].map((one) => getComputedStyle(one).color)',
      ),
    ).toEqual(['rgb(22, 32, 44)', 'rgb(22, 32, 44)'])
  })
  it('can be used by keyboard alone', async () => {
    await open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.getByRole('button', { name: 'Country' }).focus()
    await page.keyboard.press('Enter')
    const countries = await cells(2)
    expect(countries).toEqual([...countries].sort((a, b) => a.localeCompare(b)))
  })
  const everyPage = [
    '',
    'services/im.example.org.html',
    'submit.html',
    'policy.html',
    'api.html',
    'nothing-here',
  ]
  it.each(everyPage.flatMap((path) => [[path, 'light'] as const, [path, 'dark'] as const]))(
    'has nothing that axe objects to: /%s, %s',
    async (path, colorScheme) => {
      await open(path, { colorScheme, bypassCSP: true })
      await page.addScriptTag({ path: axeScript })
      expect(await page.evaluate(axeFindings)).toEqual([])
      if (path === 'nothing-here') troubles.length = 0 // the browser itself reports the 404
    },
  )
})
