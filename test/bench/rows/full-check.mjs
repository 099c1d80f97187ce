import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cost, folder, median, round, start, which } from '../measure.mjs'
import { startProsody } from '../targets/prosody.mjs'

const domain = 'im.bench.example'

/** One service checked in whole, against programs that look at one of its ports. */
export async function fullCheck({ quick, say, node }) {
  const prosody = await startProsody(domain)
  const world = await start('targets/world.mjs', { domain, ports: prosody?.ports })
  const { ports, resolver } = world.ready
  const roots = prosody?.roots ?? world.ready.roots
  const rootsFile = join(folder(), 'roots.pem')
  writeFileSync(rootsFile, roots)
  const job = await start('jobs/full-check.mjs', { domain, resolver, roots }, { node })
  const at = `127.0.0.1:${ports.c2s}`
  const peers = {
    'openssl s_client': {
      program: which('openssl'),
      runs: 5,
      args: [
        's_client',
        '-connect',
        at,
        '-starttls',
        'xmpp',
        '-xmpphost',
        domain,
        '-CAfile',
        rootsFile,
        '-verify_return_error',
        '-showcerts',
      ],
    },
    'check_tcp -S': {
      program: which('check_tcp'),
      runs: 5,
      args: ['-H', '127.0.0.1', '-p', String(ports.direct), '-S', `--sni=${domain}`, '-D', '14,7'],
    },
    'nmap xmpp-info': {
      program: which('nmap'),
      runs: 1,
      args: [
        '-Pn',
        '-n',
        '-p',
        String(ports.c2s),
        '--script',
        '+xmpp-info',
        '--script-args',
        `xmpp-info.server_name=${domain}`,
        '127.0.0.1',
      ],
    },
  }
  const seen = { four: [], whole: [], cpu: { four: [], whole: [] } }
  const walls = {}
  for (const kind of ['four', 'whole']) await job.ask({ kind, runs: 15 }) // warm
  const rounds = quick ? 5 : 12
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const kind of ['four', 'whole']) {
      const ours = await job.ask({ kind, runs: 6 })
      seen[kind].push(...ours.wall)
      seen.cpu[kind].push(ours.cpu)
    }
    for (const [name, { program, args, runs }] of Object.entries(peers)) {
      if (program === undefined) continue
      const { wall } = await cost(runs, [program, ...args])
      walls[name] = [...(walls[name] ?? []), ...wall]
    }
  }
  const many = await job.ask({ kind: 'whole', runs: quick ? 20 : 60, atOnce: 10 })
  const testssl = which('testssl', 'testssl.sh')
  if (testssl !== undefined && !quick) {
    say('testssl.sh -p')
    const args = [
      '--warnings',
      'batch',
      '--color',
      '0',
      '--quiet',
      '-t',
      'xmpp',
      '--xmpphost',
      domain,
      '--ip',
      '127.0.0.1',
      '-p',
      at,
    ]
    walls['testssl.sh -p'] = (await cost(3, [testssl, ...args])).wall
  }
  await job.stop()
  await world.stop()
  await prosody?.stop()

  const four = median(seen.four)
  const whole = median(seen.whole)
  const figures = {
    target: prosody === undefined ? 'scripted service' : 'Prosody',
    fourMs: round(four),
    wholeMs: round(whole),
    fourCpuMs: round(median(seen.cpu.four)),
    wholeCpuMs: round(median(seen.cpu.whole)),
    tenAtATimeMs: round(many.each),
    peersMs: Object.fromEntries(Object.entries(walls).map(([name, list]) => [name, round(median(list), 1)])),
  }
  const client = walls['openssl s_client'] && median(walls['openssl s_client'])
  const against = (name, bar, quickly = true) => {
    const theirs = walls[name] && median(walls[name])
    return {
      what: `  against ${name}, which looks at one port`,
      value: theirs ? `${round(theirs, 1)} ms` : '–',
      ratio: theirs && theirs / four,
      ratioText:
        theirs && `we are ${round(theirs / four, 0)} × faster; all of it ${round(theirs / whole, 0)} ×`,
      bar: `≥ ${bar} ×`,
      verdict:
        theirs === undefined
          ? quick && !quickly
            ? 'not in --quick'
            : 'peer not installed'
          : theirs / four >= bar
            ? 'goal'
            : 'missed',
    }
  }
  return [
    {
      id: 'full-check',
      what: `check of one service: four connections and DNS (${figures.target})`,
      value: `${round(four, 1)} ms`,
      ratio: client && four / client,
      ratioText: client && `${round(four / client)} × s_client (${round(client, 1)} ms)`,
      bar: '≤ 2.4 ×; goal ≤ 2.0 ×',
      verdict:
        client === undefined
          ? 'peer not installed'
          : four / client <= 2
            ? 'goal'
            : four / client <= 2.4
              ? 'bar'
              : 'missed',
      figures,
    },
    {
      what: '  all of it: old TLS tried twice, direct TLS without ALPN, website, judged',
      value: `${round(whole, 1)} ms`,
      ratioText: client && `${round(whole / client)} × s_client`,
      bar: '',
      verdict: '',
    },
    { what: '  ten at a time, each', value: `${round(many.each, 1)} ms`, bar: '', verdict: '' },
    against('nmap xmpp-info', 15),
    against('testssl.sh -p', 250, false),
  ]
}
