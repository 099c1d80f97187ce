import { execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cost, folder, median, round, start, which } from '../measure.mjs'

const domain = 'im.bench.example'
const each = 100 // ms there and back
const far = ['192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'] // peers/mirror.py

/** The check over a line of 100 ms: what it takes is how often it must wait for an answer before it can ask on. */
export async function roundTrips({ quick, say, node }) {
  const why = cannot()
  if (why !== undefined) {
    say(`passed over: ${why}`)
    return [{ id: 'round-trips', what: 'check over 100 ms', value: '–', bar: '≤ 8.5', verdict: why }]
  }
  const space = `vouch-bench-${process.pid}`
  const ip = (...args) => execFileSync('ip', args)
  ip('netns', 'add', space)
  const inside = { node: 'ip', flags: ['netns', 'exec', space, node] }
  const line = spawn('ip', ['netns', 'exec', space, 'python3', mirror, String(each / 2)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = () => {
    line.kill('SIGKILL')
    ip('netns', 'del', space)
  }
  process.once('exit', stop)
  try {
    ip('-n', space, 'link', 'set', 'lo', 'up')
    await new Promise((done, failed) => {
      line.stdout.once('data', done)
      line.once('exit', () => failed(new Error('the far line did not come up')))
    })
    return await measured(inside, space, quick)
  } finally {
    process.removeListener('exit', stop)
    stop()
  }
}
const mirror = fileURLToPath(new URL('../peers/mirror.py', import.meta.url))
function cannot() {
  if (process.getuid?.() !== 0) return 'needs root'
  if (which('ip') === undefined || which('python3') === undefined) return 'needs ip and python3'
  return existsSync('/dev/net/tun') ? undefined : 'needs /dev/net/tun'
}

async function measured(inside, space, quick) {
  const runs = quick ? 3 : 9
  const seen = {}
  let client
  for (const targets of [1, 4]) {
    const world = await start('targets/world.mjs', { domain, targets, host: '0.0.0.0', seen: far }, inside)
    const { ports, resolver, roots } = world.ready
    const job = await start('jobs/full-check.mjs', { domain, resolver, roots, allow: '192.0.2.0/24' }, inside)
    await job.ask({ kind: 'whole', runs: 2 })
    seen[targets] = median((await job.ask({ kind: 'whole', runs })).wall)
    if (targets === 1 && which('openssl') !== undefined) {
      const file = join(folder(), 'roots.pem')
      writeFileSync(file, roots)
      const args = [
        's_client',
        '-connect',
        `${far[0]}:${ports.c2s}`,
        '-starttls',
        'xmpp',
        '-xmpphost',
        domain,
      ]
      const command = ['ip', 'netns', 'exec', space, which('openssl'), ...args, '-CAfile', file]
      client = median((await cost(quick ? 2 : 5, command)).wall)
    }
    await job.stop()
    await world.stop()
  }
  const trips = (ms) => round(ms / each, 1)
  const most = Math.max(...Object.values(seen)) / each
  return [
    {
      id: 'round-trips',
      what: 'all of the check over a line of 100 ms, in round trips',
      value: `${trips(seen[1])}`,
      ratioText: `${trips(seen[4])} with four targets each${client ? `; s_client, one connection: ${trips(client)}` : ''}`,
      bar: '≤ 8.5',
      verdict: most <= 8.5 ? 'goal' : 'missed',
      figures: {
        roundTripMs: each,
        wholeMs: round(seen[1], 0),
        fourTargetsMs: round(seen[4], 0),
        ...(client && { clientMs: round(client, 0) }),
      },
    },
  ]
}
