// `npm test`: sets itself up, runs every gate and every test. With real servers when they are there (as root on Debian
// they are installed); `--servers=required` makes a missing one a failure; `--report=FILE` keeps what each test did.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gates, root, run, setUp, step, tests } from './run.mjs'

const required = process.argv.includes('--servers=required')
const keep = process.argv.find((one) => one.startsWith('--report='))?.slice('--report='.length)
await setUp()
const install = join(root, 'test', 'servers', 'install.mjs')
if (existsSync(install)) {
  const done = await run(process.execPath, [install, ...(required ? ['--required'] : [])], { show: true })
  if (done.code !== 0) process.exit(done.code)
}
const results = []
for (const [name, command, args] of gates) results.push(await step(name, command, args))
const counted = await tests(
  ['unit', 'long', 'e2e', 'alone'],
  true,
  required ? { VOUCH_SERVERS: 'required' } : {},
  keep,
)
process.stdout.write(`${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped\n`)
process.exitCode = results.every(Boolean) && counted.ok ? 0 : 1
