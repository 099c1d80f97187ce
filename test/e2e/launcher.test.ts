import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

let clone: string
afterEach(() => rmSync(clone, { recursive: true, force: true }))

/** A fresh clone as small as can be, with an npm that keeps what it was asked and does `does`. */
function freshClone(does: string): () => { status: number | null; stderr: string; asked: string } {
  clone = mkdtempSync(join(tmpdir(), 'vouch-clone-'))
  for (const folder of ['src', 'bin']) mkdirSync(join(clone, folder))
  copyFileSync(resolve(import.meta.dirname, '../../src/vouch.mjs'), join(clone, 'src', 'vouch.mjs'))
  writeFileSync(join(clone, 'package-lock.json'), '{}')
  writeFileSync(join(clone, 'bin', 'npm'), `#!/bin/sh\necho "$@" > "${clone}/asked"\n${does}\n`)
  chmodSync(join(clone, 'bin', 'npm'), 0o755)
  return () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(clone, 'src', 'vouch.mjs'), '--build-only'],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(clone, 'bin')}:${process.env['PATH'] ?? ''}`,
          NODE_ENV: 'production',
        },
      },
    )
    return { status, stderr, asked: readFileSync(join(clone, 'asked'), 'utf8') }
  }
}
const compiler = (does: string) => `
mkdir -p "$PWD/node_modules/typescript/bin"
echo '{}' > "$PWD/node_modules/.package-lock.json"
cat > "$PWD/node_modules/typescript/bin/tsc" <<'TSC'
${does}
TSC`

describe('the launcher on a fresh clone', () => {
  it('says 75 when the registry cannot be reached: trying again later may help', () => {
    const { status, stderr } = freshClone('echo "npm error code ECONNREFUSED" >&2; exit 1')()
    expect(stderr).toMatch(/npm ci failed.*registry reachable\?\n.*ECONNREFUSED/s)
    expect(status).toBe(75)
  })
  it('installs the compiler too where NODE_ENV is production, and marks the build', () => {
    const run = freshClone(compiler("require('fs').mkdirSync('dist')"))
    expect(run()).toMatchObject({ status: 0, asked: expect.stringMatching(/^ci .*--include=dev/) })
    expect(existsSync(join(clone, 'dist', '.built'))).toBe(true)
  })
  it.skipIf(process.getuid?.() !== 0)(
    'does not build or install where it may not write: one line, whoever must do it, 75',
    () => {
      freshClone('exit 1')
      chmodSync(clone, 0o755)
      for (const folder of ['dist', 'node_modules']) mkdirSync(join(clone, folder))
      const lock = join(clone, 'node_modules', '.package-lock.json')
      const launch = () => {
        const { status, stderr } = spawnSync(
          process.execPath,
          [join(clone, 'src', 'vouch.mjs'), 'parse', '--quiet'],
          {
            encoding: 'utf8',
            uid: 65_534,
            gid: 65_534,
          },
        )
        return { status, stderr }
      }
      const said = (what: string) => ({
        status: 75,
        stderr: expect.stringMatching(
          new RegExp(
            `^vouch: ${what}, and ${clone}/[a-z_]+ cannot be written: run "npm run build" .* as its owner\\.\\n$`,
          ),
        ),
      })
      expect(launch()).toEqual(said('the packages are older than package-lock.json'))
      writeFileSync(lock, '{}')
      expect(launch()).toEqual(said('the build is older than the source'))
    },
  )
  it('says 70 when the build fails', () => {
    const { status, stderr } = freshClone(compiler("console.log('error TS1005'); process.exit(2)"))()
    expect([status, stderr.includes('error TS1005')]).toEqual([70, true])
  })
})
