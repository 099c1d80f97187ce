// The tools, each called as its manual says for an XMPP server, and how its answer is read. `saw`: true for "in order",
// false for "something is wrong", undefined when it did not end by itself.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const plugin = '/usr/lib/nagios/plugins/check_jabber'
const installed = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
const told = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout
const firstLine = (command, args) =>
  told(command, args)
    .split('\n')
    .find((line) => line.trim() !== '') ?? ''

/** Output and exit code, or undefined when it had to be ended. */
function run(command, args, seconds) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let [out, stdout] = ['', '']
    child.stdout.on('data', (chunk) => {
      out += chunk
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => (out += chunk))
    let ended = false
    const timer = setTimeout(() => {
      ended = true
      process.kill(-child.pid, 'SIGKILL') // testssl has children of its own; the group is ours
    }, seconds * 1000)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(ended ? undefined : { code, out, stdout })
    })
  })
}

/** `roots`: file of the lab's root. `patience`: how much slower than a quiet machine this one is. */
export const tools = ({ roots, patience = 1 }) => [
  {
    name: 'openssl s_client',
    certificates: true,
    version: () => installed('openssl') && firstLine('openssl', ['version']),
    async look({ address, domain }) {
      const seen = await run(
        'openssl',
        [
          's_client',
          '-connect',
          `${address}:5222`,
          '-starttls',
          'xmpp',
          '-xmpphost',
          domain,
          '-servername',
          domain,
        ].concat(['-CAfile', roots, '-verify_return_error']),
        10 * patience,
      )
      return (
        seen && { saw: seen.code === 0 && /Verif(y return code|ication): (0 \()?ok/i.test(seen.out), ...seen }
      )
    },
  },
  {
    name: 'testssl.sh',
    certificates: true,
    version: () =>
      installed('testssl') && /testssl(\.sh)?\s+([\d.]+\w*)/.exec(told('testssl', ['--version']))?.[2],
    async look({ address, domain, certificate }) {
      const seen = await run(
        'testssl',
        [
          '--quiet',
          '--color',
          '0',
          '--warnings',
          'off',
          '-t',
          'xmpp',
          '--xmpphost',
          domain,
          '--add-ca',
          roots,
        ].concat([certificate ? '-S' : '-p', `${address}:5222`]),
        100 * patience,
      )
      if (seen === undefined) return undefined
      const offered = /TLS 1\.[23]\s+offered/.test(seen.out)
      const trusted =
        /Chain of trust\s+Ok/.test(seen.out) &&
        /Trust \(hostname\)\s+Ok/.test(seen.out) &&
        !/SHA1 with RSA|RSA 1024/.test(seen.out)
      return { saw: certificate ? trusted : offered, ...seen }
    },
  },
  {
    name: 'check_jabber',
    certificates: false,
    version: () => existsSync(plugin) && firstLine(plugin, ['--version']),
    async look({ address }) {
      const seen = await run(plugin, ['-H', address, '-p', '5222', '-t', `${10 * patience}`], 12 * patience)
      return seen && { saw: seen.code === 0, ...seen }
    },
  },
  {
    name: 'nmap xmpp-info',
    certificates: false,
    version: () => installed('nmap') && firstLine('nmap', ['--version']),
    async look({ address, domain }) {
      const seen = await run(
        'nmap',
        [
          '-Pn',
          '-n',
          '-p',
          '5222',
          '--script',
          'xmpp-info',
          '--script-args',
          `xmpp-info.server_name=${domain}`,
          address,
        ],
        60 * patience,
      )
      return (
        seen && {
          saw:
            /post_tls/.test(seen.out) &&
            /mechanisms|SCRAM/.test(seen.out) &&
            !/errors|Failed/i.test(seen.out),
          ...seen,
        }
      )
    },
  },
]
export { run }
