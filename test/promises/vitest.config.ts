import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

// Run by test/promises/run.mjs, which says how many of everything (VOUCH_*) and reads the figures.
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    include: ['test/promises/**/*.test.ts', 'test/unit/**/*.test.ts', 'test/e2e/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
