// prometheus-blackbox-exporter probing XMPP with STARTTLS. It reads lines, which no XMPP server sends: only our own target
// with a line end after each stanza satisfies it.
import { writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { cpuOf, daemon, folder, freePorts, remove, which } from '../measure.mjs'

export async function startBlackbox(roots, domain) {
  const program = which('prometheus-blackbox-exporter', 'blackbox_exporter')
  if (program === undefined) return undefined
  const dir = folder()
  const [port] = await freePorts(1)
  const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`
  writeFileSync(join(dir, 'roots.pem'), roots)
  writeFileSync(
    join(dir, 'blackbox.yml'),
    `modules:
  xmpp:
    prober: tcp
    timeout: 10s
    tcp:
      preferred_ip_protocol: ip4
      tls_config: { ca_file: ${dir}/roots.pem, server_name: ${domain} }
      query_response:
        - send: "${header}"
        - expect: "<starttls xmlns="
        - send: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
        - expect: "<proceed"
        - starttls: true
        - send: "${header}"
        - expect: "</stream:features>"
        - send: "</stream:stream>"
`,
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const ask = (path) =>
    new Promise((done) => {
      get(`http://127.0.0.1:${port}${path}`, { agent }, (response) => {
        let text = ''
        response.on('data', (data) => (text += data)).on('end', () => done(text))
      }).on('error', () => done(''))
    })
  const exporter = await daemon(
    program,
    [`--config.file=${dir}/blackbox.yml`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    async () => (await ask('/-/healthy')) !== '',
  )
  return {
    async probe(target, seconds, inFlight = 40) {
      const before = cpuOf(exporter.pid)
      const end = performance.now() + seconds * 1000
      let [probes, bad] = [0, 0]
      const one = async () => {
        while (performance.now() < end) {
          const text = await ask(`/probe?target=127.0.0.1:${target}&module=xmpp`)
          probes += 1
          if (!text.includes('probe_success 1')) bad += 1
        }
      }
      await Promise.all(Array.from({ length: inFlight }, one))
      return { probes, bad, cpu: (cpuOf(exporter.pid) - before) / probes }
    },
    async stop() {
      agent.destroy()
      await exporter.stop()
      remove(dir)
    },
  }
}
