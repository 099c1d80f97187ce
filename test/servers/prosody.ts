import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Credentials } from '../../src/demo/world/authority.ts'
import { freePorts, startDaemon } from './mail-daemon.ts'

export type XmppPorts = {
  readonly c2s: number
  readonly direct: number
  readonly s2s: number
  readonly s2sDirect: number
}
/** A real XMPP server of a test, on one loopback address. */
export type XmppServer = {
  readonly address: string
  readonly ports: XmppPorts
  log(): string
  stop(): Promise<void>
}
export type XmppHost = {
  readonly domain: string
  readonly certificate: Credentials
  readonly registration?: boolean // open unless false
  readonly users?: { readonly [name: string]: string } // with their passwords
}
export type XmppOptions = {
  readonly hosts: readonly XmppHost[]
  readonly address?: string // 127.0.0.1
  readonly directTls?: boolean // on unless false
  readonly resolver?: string // 127.0.0.1:PORT, for its own federation
  readonly roots?: string // PEM, what it trusts in others
}

/** Why there is no such test here; undefined when there can be one. */
export function noProsody(): string | undefined {
  if (!existsSync('/usr/bin/prosody')) return 'prosody is not installed'
  return ['/usr/lib', '/usr/local/lib'].some((folder) =>
    ['', '/x86_64-linux-gnu', '/aarch64-linux-gnu'].some((arch) =>
      existsSync(`${folder}${arch}/lua/5.4/lunbound.so`),
    ),
  )
    ? undefined
    : 'lua-unbound is not installed (Prosody needs it to ask a resolver on another port than 53)'
}

/** Prosody 0.12 with its own configuration and data, on free ports of one loopback address. */
export async function startProsody(options: XmppOptions): Promise<XmppServer> {
  const { address = '127.0.0.1' } = options
  const dir = mkdtempSync(join(tmpdir(), 'vouch-prosody-'))
  const [c2s, direct, s2s, s2sDirect] = (await freePorts(4)) as [number, number, number, number]
  const ports = { c2s, direct, s2s, s2sDirect }
  for (const folder of ['data', 'certs']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'roots.pem'), options.roots ?? '')
  for (const { domain, certificate, users } of options.hosts) {
    for (const name of [domain, `rooms.${domain}`]) {
      writeFileSync(join(dir, 'certs', `${name}.crt`), certificate.cert)
      writeFileSync(join(dir, 'certs', `${name}.key`), certificate.key, { mode: 0o600 })
    }
    const accounts = join(dir, 'data', encoded(domain), 'accounts')
    mkdirSync(accounts, { recursive: true })
    for (const [user, password] of Object.entries(users ?? {}))
      writeFileSync(join(accounts, `${encoded(user)}.dat`), `return { ["password"] = "${password}" }\n`)
  }
  const config = join(dir, 'prosody.cfg.lua')
  writeFileSync(config, configuration(dir, address, ports, options))
  const log = join(dir, 'prosody.log')
  const daemon = await startDaemon({
    command: '/usr/bin/prosody',
    args: ['-F', '--config', config],
    log,
    ready: async () => (await listens(address, c2s)) && (await listens(address, s2s)),
  })
  return {
    address,
    ports,
    log: () => readFileSync(log, 'utf8'),
    stop: async () => {
      await daemon.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
/** Prosody's names for its data files. */
const encoded = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)

export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, host)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

// Nagle's algorithm is on by default there: with delayed acknowledgements every TLS handshake on loopback waits 40 ms.
const configuration = (dir: string, address: string, ports: XmppPorts, options: XmppOptions): string => `
pidfile = "${dir}/prosody.pid"
data_path = "${dir}/data"
certificates = "${dir}/certs"
${process.getuid?.() === 0 ? 'run_as_root = true' : ''}
interfaces = { "${address}" }
c2s_ports = { ${ports.c2s} }
c2s_direct_tls_ports = { ${options.directTls === false ? '' : ports.direct} }
s2s_ports = { ${ports.s2s} }
s2s_direct_tls_ports = { ${ports.s2sDirect} }
component_ports = { }
http_ports = { }
https_ports = { }
network_settings = { nagle = false }
ssl = { cafile = "${dir}/roots.pem" }
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
authentication = "internal_hashed"
storage = "internal"
modules_enabled = { "roster"; "saslauth"; "tls"; "dialback"; "disco"; "register"; "ping"; "version"; "time"; "pep"; "server_contact_info"; "smacks" }
modules_disabled = { "posix"; "s2s_auth_dane" }
log = { { levels = { min = "${process.env['VOUCH_DEBUG'] === undefined ? 'info' : 'debug'}" }; to = "console" } }
${
  options.resolver === undefined
    ? ''
    : `unbound = { resolvconf = false; hoststxt = false; forward = { "${options.resolver.replace(':', '@')}" }; options = { ["do-not-query-localhost:"] = "no" } }`
}
${options.hosts.map(host).join('')}`
const host = ({ domain, registration = true }: XmppHost): string => `
VirtualHost "${domain}"
  allow_registration = ${registration}
  contact_info = { abuse = { "mailto:abuse@${domain}" }; admin = { "mailto:admin@${domain}", "xmpp:admin@${domain}" } }
Component "rooms.${domain}" "muc"
`
