import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

// Modules are loaded once, not once a file: no module of ours keeps state, and it is a third of the time.
const isolate = false
// Every core: vitest would keep one of two for itself, which waits most of the time.
const maxWorkers = '100%'
const seed = 'test/seed.ts'

// Real servers on a machine that others use may stall: in CI what fails is tried once more, and vitest says so. Elsewhere never.
const retry = process.env['CI'] === undefined ? 0 : 1

// unit: pure or on loopback within milliseconds; part of `npm run check`.
// long: like unit, but with whole lives, thousands of random cases or many hostile peers (*.long.test.ts).
// e2e: real processes and servers, two files at a time; part of `npm test`.
// alone: as e2e, but watching to the second: nothing else may run beside it.
const alone = ['test/e2e/monitor.test.ts']
export default defineConfig({
  test: {
    experimental: { fsModuleCache: true }, // a file that has not changed is not translated again
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['test/unit/**/*.test.ts'],
          exclude: ['**/*.long.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
          isolate,
          maxWorkers,
          setupFiles: seed,
        },
      },
      {
        test: {
          name: 'long',
          root,
          include: ['test/unit/**/*.long.test.ts'],
          testTimeout: 120_000,
          isolate,
          maxWorkers,
          setupFiles: seed,
        },
      },
      {
        test: {
          name: 'e2e',
          root,
          include: ['test/e2e/**/*.test.ts'],
          exclude: alone,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          root,
          include: alone,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      { test: { name: 'bench', root, include: ['test/bench/*.test.ts'], hookTimeout: 120_000 } }, // test/bench/run.mjs
      {
        test: {
          name: 'promises', // test/promises/run.mjs
          root,
          include: ['test/promises/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
