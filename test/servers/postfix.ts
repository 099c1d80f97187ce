import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answers, freePorts, until } from './mail-daemon.ts'

export type Postfix = { readonly smtp: number; log(): string; queued(): number; stop(): Promise<void> }
export type PostfixOptions = { readonly lmtp: number; readonly certificate: string; readonly key: string }

/** Why there is no such test here; undefined when there can be one. */
export function noPostfix(): string | undefined {
  if (!existsSync('/usr/sbin/postfix')) return 'postfix is not installed'
  return process.getuid?.() === 0 ? undefined : 'Postfix starts only as root'
}

/** Postfix with its own configuration, queue and data folder: takes mail for every domain and hands it to an LMTP server on loopback. */
export async function startPostfix({ lmtp, certificate, key }: PostfixOptions): Promise<Postfix> {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-postfix-'))
  chmodSync(dir, 0o755)
  const [smtp] = (await freePorts(1)) as [number]
  for (const folder of ['conf', 'queue', 'data']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'conf/crt'), certificate)
  writeFileSync(join(dir, 'conf/key'), key, { mode: 0o600 })
  execFileSync('chown', ['postfix', join(dir, 'data')])
  writeFileSync(join(dir, 'conf/main.cf'), mainCf(dir, lmtp))
  writeFileSync(join(dir, 'conf/master.cf'), masterCf(smtp))
  const child = spawn('/usr/sbin/postfix', ['-c', join(dir, 'conf'), 'start-fg'], {
    stdio: 'ignore',
    detached: true,
  })
  const pidFile = join(dir, 'queue/pid/master.pid')
  const log = (): string =>
    existsSync(join(dir, 'data/mail.log')) ? readFileSync(join(dir, 'data/mail.log'), 'utf8') : ''
  await until('Postfix answers', () => answers(smtp))
  await until('Postfix has a pid', () => existsSync(pidFile))
  const master = Number(readFileSync(pidFile, 'utf8')) // it leads a session of its own: the group of `start-fg` is not its group
  return {
    smtp,
    log,
    queued: () =>
      (
        execFileSync('/usr/sbin/postqueue', ['-c', join(dir, 'conf'), '-j'])
          .toString()
          .match(/"queue_id"/g) ?? []
      ).length,
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done))
      try {
        process.kill(master, 'SIGTERM')
      } catch {
        // gone already
      }
      await gone
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const mainCf = (dir: string, lmtp: number): string => `
compatibility_level = 3.6
config_directory = ${dir}/conf
queue_directory = ${dir}/queue
data_directory = ${dir}/data
maillog_file = ${dir}/data/mail.log
maillog_file_prefixes = ${dir}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = static:ALL
relay_transport = lmtp:inet:127.0.0.1:${lmtp}
default_transport = lmtp:inet:127.0.0.1:${lmtp}
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_tls_cert_file = ${dir}/conf/crt
smtpd_tls_key_file = ${dir}/conf/key
smtpd_tls_security_level = may
smtputf8_enable = yes
message_size_limit = 20000000
smtpd_peername_lookup = no
disable_dns_lookups = yes
`
const masterCf = (smtp: number): string => `
127.0.0.1:${smtp} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
showq unix n - n - - showq
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
`
