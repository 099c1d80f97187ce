import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { answers, freePorts, startDaemon } from './mail-daemon.ts'

export type Dovecot = {
  readonly imap: number
  readonly imaps: number
  readonly lmtp: number
  readonly log: () => string
  /** The user's Maildir. */
  readonly maildir: (user: string) => string
  doveadm(...args: string[]): string
  stop(): Promise<void>
}
export type DovecotOptions = {
  readonly users: { readonly [name: string]: string }
  readonly certificate: string
  readonly key: string
  readonly capability?: string // instead of all that it can do
  readonly quota?: string // storage=16K, of each user
}

/** Why there is no such test here; undefined when there can be one. */
export function noDovecot(): string | undefined {
  if (!existsSync('/usr/sbin/dovecot') || !existsSync('/usr/lib/dovecot/lmtp'))
    return 'dovecot-imapd and dovecot-lmtpd are not installed'
  const version = execFileSync('/usr/sbin/dovecot', ['--version']).toString()
  return version.startsWith('2.3.')
    ? undefined
    : `Dovecot ${version.trim()}: these tests are written for 2.3, whose configuration differs`
}

/** Dovecot 2.3: IMAP, IMAPS and LMTP over one Maildir for each user. Runs without root; started by root it runs as nobody. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-dovecot-'))
  chmodSync(dir, 0o755)
  const [imap, imaps, lmtp] = (await freePorts(3)) as [number, number, number]
  const root = process.getuid?.() === 0
  const uid = root ? 65_534 : userInfo().uid
  const gid = root ? 65_534 : userInfo().gid
  const name = root ? 'nobody' : userInfo().username
  const group = root ? 'nogroup' : execFileSync('id', ['-gn']).toString().trim()
  for (const folder of ['run', 'state', 'mail']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'crt'), options.certificate)
  writeFileSync(join(dir, 'key'), options.key, { mode: 0o600 })
  writeFileSync(
    join(dir, 'users'),
    Object.entries(options.users)
      .map(([user, word]) => `${user}:{PLAIN}${word}::::::\n`)
      .join(''),
  )
  const config = join(dir, 'dovecot.conf')
  const log = join(dir, 'dovecot.log')
  writeFileSync(config, configuration({ dir, imap, imaps, lmtp, name, group, uid, gid, options }))
  if (root) execFileSync('chown', ['-R', `${uid}:${gid}`, dir])
  const daemon = await startDaemon({
    command: '/usr/sbin/dovecot',
    args: ['-F', '-c', config],
    log: join(dir, 'out'),
    ready: async () => (await answers(imap)) && (await answers(lmtp)),
    ...(root && { uid, gid }),
  })
  const who = root ? { uid, gid } : {}
  return {
    imap,
    imaps,
    lmtp,
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    maildir: (user) => join(dir, 'mail', user),
    doveadm: (...args) =>
      execFileSync('/usr/bin/doveadm', ['-c', config, ...args], {
        ...who,
        stdio: ['ignore', 'pipe', 'pipe'],
      }).toString(),
    stop: async () => {
      await daemon.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

type Words = {
  dir: string
  imap: number
  imaps: number
  lmtp: number
  name: string
  group: string
  uid: number
  gid: number
  options: DovecotOptions
}
function configuration({ dir, imap, imaps, lmtp, name, group, uid, gid, options }: Words): string {
  const { capability, quota } = options
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = ${name}
default_internal_group = ${group}
default_login_user = ${name}
default_client_limit = 200
mail_location = maildir:${dir}/mail/%n
mail_fsync = optimized
mail_max_userip_connections = 50
recipient_delimiter = +
first_valid_uid = 1
auth_mechanisms = plain login
auth_username_format = %n
auth_failure_delay = 0 secs
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${dir}/crt
ssl_key = <${dir}/key
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${dir}/mail/%n
}
namespace inbox {
  inbox = yes
  separator = /
}
# no chroots: they need root
service anvil {
  chroot =
  # a wrong password is not held against the next test
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
protocol lmtp {
  postmaster_address = postmaster@mail.test
}
${capability === undefined ? '' : `protocol imap {\n  imap_capability = ${capability}\n}\n`}
${
  quota === undefined
    ? ''
    : `mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = maildir:User quota
  quota_rule = *:${quota}
  quota_grace = 0
}
`
}`
}
