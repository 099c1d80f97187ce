// Prosody with its own configuration and data on free loopback ports; the recipe of test/servers/prosody.ts.
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { built, daemon, folder, freePorts, remove, which } from '../measure.mjs'

export async function startProsody(domain) {
  const program = which('prosody')
  if (program === undefined) return undefined
  const { createAuthority } = await import(built('demo/world/authority.js'))
  const authority = createAuthority({ name: 'Bench' })
  const dir = folder()
  const [c2s, direct, s2s, s2sDirect] = await freePorts(4)
  for (const name of ['data', 'certs']) mkdirSync(join(dir, name))
  const { cert, key } = authority.issue({ dns: [domain] })
  writeFileSync(join(dir, 'certs', `${domain}.crt`), cert)
  writeFileSync(join(dir, 'certs', `${domain}.key`), key, { mode: 0o600 })
  writeFileSync(join(dir, 'roots.pem'), authority.root)
  // Nagle's algorithm is on by default there: with delayed acknowledgements every TLS handshake on loopback waits 40 ms.
  writeFileSync(
    join(dir, 'prosody.cfg.lua'),
    `pidfile = "${dir}/prosody.pid"
data_path = "${dir}/data"
certificates = "${dir}/certs"
${process.getuid?.() === 0 ? 'run_as_root = true' : ''}
interfaces = { "127.0.0.1" }
c2s_ports = { ${c2s} }
c2s_direct_tls_ports = { ${direct} }
s2s_ports = { ${s2s} }
s2s_direct_tls_ports = { ${s2sDirect} }
component_ports = { }
http_ports = { }
https_ports = { }
network_settings = { nagle = false }
c2s_require_encryption = true
s2s_require_encryption = true
authentication = "internal_hashed"
modules_enabled = { "saslauth"; "tls"; "dialback"; "disco"; "register"; "ping"; "version" }
modules_disabled = { "posix"; "s2s_auth_dane" }
log = { { levels = { min = "error" }; to = "console" } }
VirtualHost "${domain}"
  allow_registration = true
`,
  )
  const server = await daemon(program, ['-F', '--config', join(dir, 'prosody.cfg.lua')], async () =>
    (await Promise.all([c2s, direct, s2s, s2sDirect].map(listens))).every(Boolean),
  )
  return {
    ports: { c2s, direct, s2s, s2sDirect },
    roots: authority.root,
    rootsFile: join(dir, 'roots.pem'),
    stop: async () => {
      await server.stop()
      remove(dir)
    },
  }
}
const listens = (port) =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), done(true)))
    socket.once('error', () => done(false))
  })
