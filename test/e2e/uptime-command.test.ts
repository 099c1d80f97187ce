import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../src/values/instant.ts'

// `vouch uptime` on a data folder as a monitor leaves it, without a desk: contracts.md to the letter.
const main = join(import.meta.dirname, '../../dist/main.js')
const hour = 3_600_000
const now = Date.now()
const at = (hoursAgo: number, ms = 0) => instant(now - hoursAgo * hour + ms)
let folder: string
const vouch = (...args: string[]) =>
  spawnSync(process.execPath, [main, 'uptime', ...args, '--data', join(folder, 'data')], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  })
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-uptime-'))
  for (const room of ['uptime', 'tickets'])
    mkdirSync(join(folder, 'data', room), { recursive: true, mode: 0o700 })
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, 'data', 'uptime', name), JSON.stringify(content), { mode: 0o600 })
  write('heartbeat.json', { version: 1, at: at(0) })
  write('im.example.org.json', {
    version: 1,
    domain: 'im.example.org',
    began: at(100),
    changes: [
      { at: at(100, 40), to: 'up' },
      { at: at(50), to: 'down', side: 's2s', why: 'connect: refused: ECONNREFUSED' },
      { at: at(50, 100_001), to: 'up' },
      { at: at(10), to: 'unknown', why: 'monitor not running' },
      { at: at(9), to: 'up' },
    ],
    blips: [{ at: at(20), why: 'connect: timed-out: 5 s\u001b[31m\u202e' }],
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the JSON of the contract: keys, whole milliseconds that add up to the window, shares rounded down', () => {
  const told = vouch('IM.Example.org', '--json')
  expect(told.stderr).toBe('')
  const json = JSON.parse(told.stdout) as Record<string, unknown>
  const { accuracy, ...contract } = json
  expect(contract).toEqual({
    domain: 'im.example.org',
    window: { from: at(100), to: at(0) },
    upMs: 100 * hour - 40 - 100_001 - hour,
    downMs: 100_001,
    unknownMs: hour + 40,
    excludedMs: 0,
    observed: 0.999719,
    coverage: 0.989999,
    bounds: [0.989722, 0.999722],
    verdict: 'not-enough-evidence',
    outages: [
      {
        from: at(50),
        to: at(50, 100_001),
        side: 's2s',
        firstError: 'connect: refused: ECONNREFUSED',
      },
    ],
    blips: 1,
  })
  expect(accuracy).toMatchObject({ neverMissedMs: 75_000, startKnownToMs: 66_000, endKnownToMs: 15_000 })
})

test('in a pipe: no colour, no control characters, eighty columns, and how much of the month there is', () => {
  const { stdout, status } = vouch('im.example.org')
  expect(status).toBe(0)
  expect(stdout).toContain('4 of 30 days')
  expect(stdout).toContain('observed  99.971 %: not enough evidence yet')
  expect(stdout).toContain('1 min 40 s  s2s  connect: refused: ECONNREFUSED')
  expect(stdout).not.toMatch(/[\u001b\u202e]/)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('one line for a service that is not watched, and for no name', () => {
  const unknown = vouch('other.example.org')
  expect(unknown.status).not.toBe(0)
  expect(unknown.stderr).toMatch(/^vouch: other\.example\.org is not watched[^\n]*\n$/)
  expect(vouch('not a domain')).toMatchObject({ status: 64 })
})
