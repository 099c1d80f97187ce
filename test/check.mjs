// `npm run check`: types, lint, format, dead code, unit tests. What a change must pass before it is committed.
import { gates, setUp, step, tests } from './run.mjs'

await setUp()
const began = Date.now()
const results = await Promise.all(gates.map(([name, command, args]) => step(name, command, args)))
const unit = await tests(['unit'], false)
process.stdout.write(`${unit.passed} passed, ${unit.failed} failed, ${unit.skipped} skipped\n`)
process.stdout.write(`check: ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
process.exitCode = results.every(Boolean) && unit.ok ? 0 : 1
