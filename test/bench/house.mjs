// A desk's data folder of the bench, with a config as an operator would write it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder } from './measure.mjs'

export function dataFolder(given = {}) {
  const dir = folder()
  const config = join(dir, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      team: ['team@desk.example'],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
      policy: { consent: 'off' },
      ...given,
    }),
  )
  const data = join(dir, 'data')
  for (const name of ['tickets', 'uptime', 'mailbox/tmp', 'mailbox/new', 'mailbox/cur'])
    mkdirSync(join(data, name), { recursive: true, mode: 0o700 })
  writeFileSync(join(data, 'secret'), `${'5'.repeat(64)}\n`, { mode: 0o600 }) // tickets without one are a loss
  return { dir, config, data }
}
