import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startDaemon } from './mail-daemon.ts'
import { listens, type XmppHost, type XmppOptions, type XmppPorts, type XmppServer } from './prosody.ts'

/** Where Debian has the Erlang libraries of ejabberd. */
const libraries = (): string | undefined =>
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].find((folder) => existsSync(folder))

/** Why there is no such test here; undefined when there can be one. */
export function noEjabberd(): string | undefined {
  if (!existsSync('/usr/sbin/ejabberdctl') || !existsSync('/usr/bin/erl')) return 'ejabberd is not installed'
  return libraries() === undefined
    ? 'the Erlang libraries of ejabberd are not where Debian has them'
    : undefined
}

/**
 * ejabberd as a plain Erlang process: `ejabberdctl` would change the user and leave the daemon epmd behind. Without a node
 * name there is no distribution, so no epmd is started.
 *
 * It asks `resolver` for SRV, but the addresses of SRV targets it asks the C library for, which knows only the machine's own
 * resolver. So that no packet leaves loopback, `resolver` must name its peers' targets by their addresses (`directory`).
 */
export async function startEjabberd(options: XmppOptions): Promise<XmppServer> {
  const { address = '127.0.0.1' } = options
  const dir = mkdtempSync(join(tmpdir(), 'vouch-ejabberd-'))
  const [c2s, direct, s2s, s2sDirect] = (await freePorts(4)) as [number, number, number, number]
  const ports = { c2s, direct, s2s, s2sDirect }
  for (const folder of ['mnesia', 'logs', 'certs']) mkdirSync(join(dir, folder))
  for (const { domain, certificate } of options.hosts)
    writeFileSync(join(dir, 'certs', `${domain}.pem`), certificate.cert + certificate.key, { mode: 0o600 })
  writeFileSync(join(dir, 'roots.pem'), options.roots ?? '')
  writeFileSync(join(dir, 'inetrc'), inetrc(options.resolver))
  writeFileSync(join(dir, 'ejabberd.yml'), configuration(dir, address, ports, options))
  const environment = {
    EJABBERD_CONFIG_PATH: `${dir}/ejabberd.yml`,
    EJABBERD_LOG_PATH: `${dir}/logs/ejabberd.log`,
    EJABBERD_PID_PATH: `${dir}/ejabberd.pid`,
    ERL_LIBS: libraries() ?? '',
    ERL_INETRC: `${dir}/inetrc`,
    ERL_CRASH_DUMP: `${dir}/crash.dump`,
    HOME: dir,
  }
  const log = join(dir, 'out.log')
  const daemon = await startDaemon({
    command: '/usr/bin/env',
    args: [
      ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ...'/usr/bin/erl +K true +P 250000 +S 2 +sbwt none -noinput -mnesia dir'.split(' '),
      `"${dir}/mnesia"`,
      '-s',
      'ejabberd',
    ],
    log,
    ready: async () => (await listens(address, c2s)) && (await listens(address, s2sDirect)),
  })
  return {
    address,
    ports,
    log: () =>
      [log, `${dir}/logs/ejabberd.log`]
        .filter((file) => existsSync(file))
        .map((file) => readFileSync(file, 'utf8'))
        .join('\n'),
    stop: async () => {
      process.kill(-daemon.pid, 'SIGKILL') // SIGTERM takes it more than five seconds, and nothing here is to be kept
      await daemon.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
/** Erlang's own resolver. Without empty file names it reads /etc/resolv.conf late and forgets the name server given here. */
function inetrc(resolver: string | undefined): string {
  const files = '{resolv_conf, ""}.\n{hosts_file, ""}.\n'
  if (resolver === undefined) return `${files}{lookup, [file]}.\n`
  const [host = '', port = '53'] = resolver.split(':')
  return `${files}{nameserver, {${host.replaceAll('.', ',')}}, ${port}}.\n{lookup, [dns]}.\n`
}

const configuration = (dir: string, address: string, ports: XmppPorts, options: XmppOptions): string => `
hosts: [${options.hosts.map((one) => one.domain).join(', ')}]
loglevel: info
log_rotate_count: 0
certfiles: [${options.hosts.map((one) => `${dir}/certs/${one.domain}.pem`).join(', ')}]
ca_file: ${dir}/roots.pem
define_macro: { TLS: [no_sslv3, no_tlsv1, no_tlsv1_1] }
listen:
  - { ip: "${address}", port: ${ports.c2s}, module: ejabberd_c2s, starttls_required: true, protocol_options: TLS }
${
  options.directTls === false
    ? ''
    : `  - { ip: "${address}", port: ${ports.direct}, module: ejabberd_c2s, tls: true, protocol_options: TLS }`
}
  - { ip: "${address}", port: ${ports.s2s}, module: ejabberd_s2s_in }
  - { ip: "${address}", port: ${ports.s2sDirect}, module: ejabberd_s2s_in, tls: true }
s2s_use_starttls: required
outgoing_s2s_families: [ipv4]
s2s_protocol_options: TLS
auth_method: internal
registration_timeout: infinity
acme: { auto: false }
append_host_config:
${options.hosts.map(host).join('')}`
const host = ({ domain, registration = true }: XmppHost): string => `  ${domain}:
    modules:
      mod_disco: { server_info: [ { modules: all, name: abuse-addresses, urls: ["mailto:abuse@${domain}"] }, { modules: all, name: admin-addresses, urls: ["mailto:admin@${domain}", "xmpp:admin@${domain}"] } ] }
      mod_muc: { host: rooms.${domain} }
      mod_ping: {}
      mod_roster: {}
      mod_version: {}
      mod_time: {}
      mod_s2s_dialback: {}
      mod_stream_mgmt: {}
      ${registration ? 'mod_register: { ip_access: all, captcha_protected: false, password_strength: 0 }' : ''}
`
