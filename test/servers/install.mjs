// Real servers for the tests in test/e2e: installed when we are root on Debian, else said loudly what is passed over.
// Nothing is started on anyone's machine: a policy-rc.d of 101 stands while the packages are set up, and goes again if
// it was ours. Plain JavaScript without dependencies: `npm test` calls it before anything else.
//   node test/servers/install.mjs [--required] [--only prosody,dovecot]     --required: what is missing is a failure
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Program that must be there → the packages that bring it, and what cannot be tested without. */
const servers = {
  dovecot: {
    needs: ['/usr/sbin/dovecot', '/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/imap'],
    packages: ['dovecot-imapd', 'dovecot-lmtpd'],
    tests: 'IMAP against Dovecot',
  },
  postfix: { needs: ['/usr/sbin/postfix'], packages: ['postfix'], tests: 'SMTP against Postfix, bounces' },
  // lua-unbound: with it Prosody asks the resolver it is told, also on another port than 53.
  prosody: {
    needs: ['/usr/bin/prosody', '/usr/share/doc/lua-unbound'],
    packages: ['prosody', 'lua-unbound'],
    tests: 'checks against Prosody',
  },
  ejabberd: { needs: ['/usr/sbin/ejabberdctl'], packages: ['ejabberd'], tests: 'checks against ejabberd' },
  knot: { needs: ['/usr/sbin/knotd'], packages: ['knot'], tests: 'DNS against Knot' },
  strace: { needs: ['/usr/bin/strace'], packages: ['strace'], tests: 'failing system calls' },
  xfs: { needs: ['/usr/sbin/mkfs.xfs'], packages: ['xfsprogs'], tests: 'power cuts on xfs' },
  systemd: {
    needs: ['/usr/bin/systemd-analyze'],
    packages: ['systemd'],
    tests: 'the exposure of the systemd unit',
  },
  chromium: { needs: ['/usr/bin/chromium'], packages: ['chromium'], tests: 'the page in a browser' },
}
const policy = '/usr/sbin/policy-rc.d'
const ours =
  '#!/bin/sh\n# Put here by the tests of Vouch while packages are set up: no daemon is started.\nexit 101\n'

const required = process.argv.includes('--required')
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(',')
  : Object.keys(servers)
const missing = () =>
  Object.entries(servers).filter(
    ([name, { needs }]) => only.includes(name) && !needs.every((path) => existsSync(path)),
  )

if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(missing())
const left = missing()
for (const [name, { packages, tests }] of left)
  process.stderr.write(
    `PASSED OVER, ${tests}: ${name} is not installed (as root: apt-get install --no-install-recommends ${packages.join(' ')})\n`,
  )
if (required && left.length > 0) process.exitCode = 1

function install(wanted) {
  const packages = wanted.flatMap(([, server]) => server.packages)
  process.stderr.write(`installing ${packages.join(' ')} (once) …\n`)
  const began = Date.now()
  const mine = !existsSync(policy)
  if (mine) writeFileSync(policy, ours, { mode: 0o755 })
  try {
    if (apt(['update', '-q']).status !== 0)
      process.stderr.write('apt-get update failed; trying with the lists that are here\n')
    // One by one when all together fail: a package that this release does not have must not cost the others.
    if (apt(['install', ...packages]).status !== 0)
      for (const one of packages) {
        const done = apt(['install', one])
        if (done.status !== 0)
          process.stderr.write(
            `${one}: ${String(done.stderr || done.stdout)
              .trim()
              .split('\n')
              .at(-1)}\n`,
          )
      }
  } finally {
    if (mine && existsSync(policy) && readFileSync(policy, 'utf8') === ours) rmSync(policy)
  }
  process.stderr.write(`installed in ${((Date.now() - began) / 1000).toFixed(0)} s\n`)
}
function apt(args) {
  return spawnSync(
    '/usr/bin/apt-get',
    ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...args],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  )
}
