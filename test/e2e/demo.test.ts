import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const vouch = resolve(import.meta.dirname, '../../dist/main.js')
const folder = mkdtempSync(join(tmpdir(), 'vouch-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Told = {
  readonly told: boolean
  readonly services: readonly { readonly service: string; readonly stage: string }[]
  readonly files: Readonly<Record<string, string>>
}

describe('the demo', () => {
  it('ends as told: two listed, one failing, one in its trial, letters and list as files', () => {
    const done = spawnSync(process.execPath, [vouch, 'demo', '--json', '--data', folder], {
      encoding: 'utf8',
      timeout: 90_000,
    })
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
    const told = JSON.parse(done.stdout) as Told
    expect(Object.fromEntries(told.services.map((one) => [one.service, one.stage]))).toEqual({
      'good.example': 'listed',
      'expired.example': 'failing',
      'forgetful.example': 'listed',
      'wobbly.example': 'trial',
    })
    const letters = readdirSync(told.files['letters'] ?? '')
    for (const kind of [
      'results',
      'incomplete',
      'review',
      'transcript',
      'decision',
      'outage',
      'listed',
      'digest',
    ])
      expect(letters.filter((name) => name.includes(` ${kind} to `)).length, kind).toBeGreaterThanOrEqual(3)
    const published = told.files['published'] ?? ''
    for (const file of ['index.html', 'services.xml', 'services-full.xml', 'services.json'])
      expect(existsSync(join(published, file)), file).toBe(true)
    const list = JSON.parse(readFileSync(join(published, 'services.json'), 'utf8')) as {
      services: { domain: string }[]
    }
    expect(list.services.map((one) => one.domain)).toEqual(['forgetful.example', 'good.example'])
    const everything = readdirSync(published, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
    expect(everything).not.toContain('5811800') // nobody's telephone number is published
  }, 100_000)
})
