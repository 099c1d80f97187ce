import fc from 'fast-check'

// The same cases every time: a test that fails for one in a thousand of them would fail for somebody else's change.
// VOUCH_SEED=NUMBER tries others, which is how new ones are found.
fc.configureGlobal({ seed: Number(process.env['VOUCH_SEED'] ?? 2026) })
