// `node test/promises/run.mjs [--full] [--only P3,P4] [--proved=REPORT]`: tries the promises of the desk, prints a table
// and writes it to test/PROMISES.md (not in CI, which has no business with tracked files). Reduced counts end within ten
// minutes on two quiet cores; --full takes hours. `--proved`: what `npm test --report=REPORT` ran a moment ago on the same
// tree is not run again. What could not be tried here (no root, a program missing) is "not proved", never passed.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root, run, setUp } from '../run.mjs'
import { promises } from './promises.mjs'

const full = process.argv.includes('--full')
const at = process.argv.indexOf('--only')
const only = at < 0 ? undefined : process.argv[at + 1]?.toUpperCase().split(',')
const chosen = promises.filter(({ id }) => only === undefined || only.includes(id))
if (chosen.length === 0) {
  process.stderr.write(`There is no promise ${only}: ${promises.map(({ id }) => id).join(' ')}\n`)
  process.exit(64)
}
const isRoot = process.getuid?.() === 0

await setUp()
const folder = mkdtempSync(join(tmpdir(), 'vouch-promises-'))
const figures = join(folder, 'figures')
const proofs = [...new Set(chosen.flatMap(({ proofs }) => proofs.map(({ file }) => file)))]
const results = new Map() // file → { seconds, tests: [{ name, status, why }] }
const began = Date.now()
const proved = process.argv.find((one) => one.startsWith('--proved='))?.slice('--proved='.length)
if (proved !== undefined) note(JSON.parse(readFileSync(proved, 'utf8')).testResults)
const toRun = proofs.filter((file) => existsSync(join(root, file)) && !results.has(file))
const isOurs = (file) => file.startsWith('test/promises/')
const others = toRun.filter((file) => !isOurs(file))
if (others.length > 0) await prove(others) // together: unit tests share the cores, the rest goes one by one
for (const file of toRun.filter(isOurs)) await prove([file])
// What failed beside others is tried once more by itself: a promise that is broken fails again.
for (const [file, { tests }] of results)
  if (toRun.includes(file) && tests.some(({ status }) => status === 'failed')) await prove([file])

/** What vitest says of each file: its tests, and for how long it ran. */
function note(testResults) {
  for (const { name, assertionResults, startTime, endTime } of testResults)
    results.set(relative(root, name), {
      seconds: Math.max(0, (endTime - startTime) / 1000),
      tests: assertionResults.map(({ fullName, status, failureMessages }) => ({
        name: fullName,
        status,
        why: failureMessages[0] ?? '',
      })),
    })
}
async function prove(files) {
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const args = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=json',
    `--outputFile=${report}`,
    ...files,
  ]
  const done = await run(join(root, 'node_modules', '.bin', 'vitest'), args, {
    env: { VOUCH_FIGURES: figures, VOUCH_PROMISES: full ? 'full' : 'reduced', NODE_NO_WARNINGS: '1' },
  })
  if (existsSync(report)) note(JSON.parse(readFileSync(report, 'utf8')).testResults)
  for (const file of files) {
    const { tests, seconds } = results.get(file) ?? { tests: [], seconds: done.seconds }
    const failed = tests.filter(({ status }) => status === 'failed')
    const bad = failed.length > 0 || tests.length === 0
    process.stdout.write(`${bad ? 'FAIL' : 'ok  '} ${file}  ${seconds.toFixed(0)} s\n`)
    for (const { name, why } of failed)
      process.stdout.write(`     ${name}\n       ${why.split('\n').slice(0, 6).join('\n       ')}\n`)
    if (tests.length === 0) process.stdout.write(`${done.output.slice(-2000)}\n`)
  }
}
const told = existsSync(figures)
  ? readFileSync(figures, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []

const rows = chosen.map((promise) => {
  const seen = promise.proofs.flatMap(({ file, named }) =>
    (results.get(file)?.tests ?? [{ name: file, status: 'missing' }]).filter(
      ({ name, status }) => named === undefined || status === 'missing' || named.test(name),
    ),
  )
  const count = (status) => seen.filter((one) => one.status === status).length
  const passed = count('passed')
  // a file that could not even be loaded, and a name that no test has, prove nothing
  const empty = promise.proofs.filter(
    ({ file, named }) =>
      existsSync(join(root, file)) &&
      !results.get(file)?.tests.some(({ name }) => named === undefined || named.test(name)),
  )
  const failed = count('failed') + empty.length
  const open = seen.length - passed - count('failed')
  const notHere = promise.root === true && !isRoot
  const measured = told.filter((one) => one.promise === promise.id).map(({ text }) => text)
  const verdict =
    failed > 0
      ? 'FAIL'
      : passed === 0 ||
          open > 0 ||
          notHere ||
          promise.lacking !== undefined ||
          measured.some((text) => text.includes('not proved'))
        ? passed > 0
          ? 'in part'
          : 'not proved'
        : 'pass'
  const figure = [
    ...measured,
    ...(measured.length === 0 && passed > 0 ? [`${passed} tests passed`] : []),
    ...(failed > 0 ? [`${failed} tests failed`] : []),
    ...(open > 0 ? [`${open} not tried here`] : []),
    ...(notHere ? ['needs root'] : []),
    ...(promise.lacking === undefined ? [] : [`not proved: ${promise.lacking}`]),
  ].join('; ')
  return { ...promise, figure, verdict }
})

const minutes = ((Date.now() - began) / 60_000).toFixed(1)
process.stdout.write('\n')
for (const { id, promise, figure, mark, verdict } of rows)
  process.stdout.write(
    `${id.padEnd(4)}${verdict.padEnd(11)}${promise}\n      ${figure}\n      pass mark: ${mark}\n`,
  )
process.stdout.write(`\n${minutes} minutes\n`)
const cell = (text) => text.replaceAll('|', '\\|')
const rowOf = ({ id, promise, figure, mark, verdict }) =>
  `| ${id} | ${cell(promise)} | ${cell(figure)} | ${cell(mark)} | ${verdict} |`
const table = join(root, 'test', 'PROMISES.md')
const conditions = `${full ? 'full' : 'reduced'} counts, ${isRoot ? 'as root' : 'not as root'}, Node ${process.versions.node}`
if (process.env['CI'] !== undefined) {
  // printed above
} else if (only === undefined)
  writeFileSync(
    table,
    `# What the desk promises, and what was measured

Written by \`npm run test:promises\` (${conditions}, ${minutes} minutes). "in part": what was tried passed, but not all of the
pass mark was tried; "not proved": nothing was. Neither is a pass. \`--only P3\` writes the row of that promise anew.

| | promise | figure | pass mark | |
|---|---|---|---|---|
${rows.map(rowOf).join('\n')}
`,
  )
else if (existsSync(table)) {
  const lines = readFileSync(table, 'utf8').split('\n')
  const anew = (line) => rows.find(({ id }) => line.startsWith(`| ${id} `))
  writeFileSync(table, lines.map((line) => (anew(line) ? rowOf(anew(line)) : line)).join('\n'))
}
rmSync(folder, { recursive: true, force: true })
process.exitCode = rows.some(({ verdict }) => verdict === 'FAIL') ? 1 : 0
