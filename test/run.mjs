// Shared by `npm test` and `npm run check`: runs programs, keeps their output for the failing ones, counts tests.
import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', name)

/** @returns {Promise<{ code: number, output: string, seconds: number }>} */
export function run(command, args, { show = false, env = {} } = {}) {
  const began = Date.now()
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
        if (show) process.stdout.write(chunk)
      })
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}\n`, seconds: 0 }))
    child.on('close', (code) => done({ code: code ?? 1, output, seconds: (Date.now() - began) / 1000 }))
  })
}

/** Installs what is missing and builds, as any command of the program does on a fresh clone. */
export async function setUp() {
  const built = await run(process.execPath, [join(root, 'src', 'vouch.mjs'), '--build-only'], { show: true })
  if (built.code !== 0) process.exit(built.code)
}

/** One step: a line with its time; the whole output only when it failed. */
export async function step(name, command, args, options) {
  const done = await run(command.includes('/') ? command : bin(command), args, options)
  process.stdout.write(
    `${done.code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(22)} ${done.seconds.toFixed(1)} s\n`,
  )
  if (done.code !== 0 && !options?.show) process.stdout.write(`${done.output}\n`)
  return done.code === 0
}
/** What these learned of files that have not changed since; it goes with node_modules. */
const cache = join(root, 'node_modules', '.cache')
export const gates = [
  [
    'types',
    'tsc',
    ['--noEmit', '--incremental', '--tsBuildInfoFile', join(cache, 'types.json'), '-p', 'tsconfig.json'],
  ],
  ['lint, rooms', 'oxlint', ['-c', '.oxlintrc.mjs', '--type-aware', '--deny-warnings', 'src', 'test']],
  ['format', 'oxfmt', ['--check']],
  ['dead code', 'knip', ['--cache', '--cache-location', join(cache, 'dead-code')]],
]

/** vitest, one project or all; `keep`: where its report goes. @returns {Promise<{ ok: boolean, passed: number, failed: number, skipped: number }>} */
export async function tests(projects, show, env = {}, keep) {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-tests-'))
  const report = join(folder, 'report.json')
  const args = [
    'run',
    '--config',
    'test/vitest.config.ts',
    ...projects.flatMap((one) => ['--project', one]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const ok = await step(`tests: ${projects.join(', ')}`, 'vitest', args, { show, env })
  let counts = { passed: 0, failed: ok ? 0 : 1, skipped: 0 }
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'))
    counts = {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    }
    if (keep !== undefined) copyFileSync(report, keep)
  } catch {
    process.stdout.write('vitest wrote no report\n')
  }
  rmSync(folder, { recursive: true, force: true })
  return { ok: ok && counts.passed > 0, ...counts }
}
