import fc from 'fast-check'
import { afterAll } from 'vitest'
import { removeFolders } from './folders.ts'

// The same cases every time: a test that fails for one in a thousand of them would fail for somebody else's change.
// VOUCH_SEED=NUMBER tries others, which is how new ones are found.
fc.configureGlobal({ seed: Number(process.env['VOUCH_SEED'] ?? 2026) })

afterAll(removeFolders)
