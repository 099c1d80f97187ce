import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { limits } from '../../src/intake/structure.ts'

const folder = resolve(import.meta.dirname, '../../src/deploy')
const unit = join(folder, 'vouch.service')
const text = readFileSync(unit, 'utf8')
const systemd = existsSync('/usr/bin/systemd-analyze')
if (!systemd) console.warn('PASSED OVER, the exposure of the systemd unit: systemd-analyze is not installed')
const analyze = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['--no-pager', '--man=no', ...args, unit], {
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

describe('the systemd unit', () => {
  it.skipIf(!systemd)('leaves the desk exposed to 2.0 of 10 at most', () => {
    const { status, said } = analyze('security', '--offline=true', '--threshold=20')
    expect(said).toMatch(/Overall exposure level for vouch\.service: [01]\.\d|2\.0 /)
    expect(status).toBe(0)
  })
  it.skipIf(!systemd)('has no word that systemd does not know', () => {
    expect(analyze('verify').said).not.toMatch(/unknown|invalid|failed to parse|ignoring/i)
  })
  it('takes secrets as credentials, ends as the desk ends, and lets a person mend what needs one', () => {
    expect(text).toMatch(/^LoadCredential=imap-password:/m)
    expect(text).toMatch(/^RestartPreventExitStatus=64 65 78$/m)
    expect(text).toMatch(/^Restart=always$/m) // SIGHUP ends it without a failure
    expect(Number(/^TimeoutStopSec=(\d+)s$/m.exec(text)?.[1])).toBeGreaterThan(10)
    expect(text).not.toMatch(/^MemoryDenyWriteExecute=yes/m) // the JavaScript engine could not run
    // without it the monitor cannot see its own addresses
    expect(text).toMatch(/^RestrictAddressFamilies=.*AF_NETLINK/m)
  })
  it('leaves the desk, its monitor and its reader of mails room for what they may use', () => {
    const heap = Number(/--max-old-space-size=(\d+) /.exec(text)?.[1])
    expect(heap).toBeGreaterThanOrEqual(700)
    expect(Number(/^MemoryMax=(\d+)M$/m.exec(text)?.[1])).toBeGreaterThan(heap + 200 + 150 + limits.megabytes)
    expect(readFileSync(join(folder, 'Containerfile'), 'utf8')).toContain(`--max-old-space-size=${heap}`)
  })
  it('and the container copy what they start, and stop on the same signal', () => {
    const file = readFileSync(join(folder, 'Containerfile'), 'utf8')
    for (const name of ['dist', 'templates', 'node_modules', 'package.json'])
      expect(file).toMatch(new RegExp(`^COPY --from=build /vouch/${name} `, 'm'))
    expect(text).toContain('dist/main.js serve')
    expect(file).toContain('dist/main.js')
    expect(file).toMatch(/^VOLUME \/var\/lib\/vouch$/m) // the unit's place: one config for both
    expect(file).toMatch(/^USER \d+:\d+$/m)
    expect(file).toMatch(/npm ci --ignore-scripts/)
  })
})
