// `npm run bench`: the table of what the desk costs, beside the peers that are installed here. Ratios within one run count;
// absolute figures say only what to expect. Options: --quick (a minute), --only ROW,ROW, --nodes PATH,PATH.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { load, root, which } from './measure.mjs'
import { rows } from './rows.mjs'
import { table } from './table.mjs'

const option = (name) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const quick = process.argv.includes('--quick')
const only = option('--only')?.split(',')
const nodes = option('--nodes')?.split(',')
const say = (text) => process.stderr.write(`  ${text}\n`)
const unknown = only?.filter((name) => !rows.some((row) => row.name === name)) ?? []
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}: ${rows.map((row) => row.name).join(' ')}\n`)
  process.exit(64)
}
for (const path of nodes ?? [])
  if (spawnSync(path, ['--version']).status !== 0) {
    process.stderr.write(`${path} is no Node that runs: give --nodes the paths of its programs\n`)
    process.exit(64)
  }
const build = spawnSync(process.execPath, [join(root, 'src', 'vouch.mjs'), '--build-only'], {
  stdio: 'inherit',
})
if (build.status !== 0) process.exit(build.status ?? 1)

const peers = {
  prosody: ['prosody'],
  openssl: ['openssl'],
  nmap: ['nmap'],
  testssl: ['testssl', 'testssl.sh'],
  blackbox: ['prometheus-blackbox-exporter', 'blackbox_exporter'],
  check_tcp: ['check_tcp'],
  python: ['python3'],
}
const missing = Object.keys(peers).filter((name) => which(...peers[name]) === undefined)
const before = load()
const began = Date.now()
const results = []
for (const { name, measure } of rows) {
  if (only !== undefined && !only.includes(name)) continue
  say(`${name} …`)
  try {
    results.push(...(await measure({ quick, say, node: process.execPath, nodes })))
  } catch (error) {
    results.push({
      id: name,
      what: name,
      value: 'failed',
      bar: '',
      verdict: 'failed',
      figures: { error: String(error) },
    })
    process.stderr.write(`${error.stack}\n`)
  }
}
const after = load()
const about = {
  at: new Date(began).toISOString(),
  quick,
  seconds: Math.round((Date.now() - began) / 1000),
  node: process.version,
  machine: { cores: before.cores, cpu: cpus()[0]?.model ?? '' },
  load: { before: before.load, after: after.load },
  missing,
}
process.stdout.write(`${table(results)}\n`)
process.stdout.write(
  `\nNode ${process.versions.node}, ${before.cores} cores, load ${before.load.join(' ')} → ${after.load.join(' ')}, ${about.seconds} s${quick ? ', --quick' : ''}\n`,
)
if (Math.max(before.load[0], after.load[0]) > before.cores + 1.5)
  process.stdout.write(
    'Others use this machine: absolute figures and tails are worse than on a quiet one; ratios count.\n',
  )
if (missing.length > 0) process.stdout.write(`Not installed, passed over: ${missing.join(', ')}\n`)
mkdirSync(join(root, 'data'), { recursive: true })
writeFileSync(join(root, 'data', 'bench.json'), `${JSON.stringify({ ...about, rows: results }, null, 1)}\n`)
process.stdout.write('data/bench.json is written.\n')
process.exit(results.some((one) => one.verdict === 'failed') ? 1 : 0)
