import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import forge from 'node-forge'

/** A real server as a child process: its own configuration and folder, loopback only, stopped by its pid. */
export type Daemon = { readonly pid: number; stop(): Promise<void> }
export type Start = {
  readonly command: string
  readonly args: readonly string[]
  readonly log: string
  readonly ready: () => Promise<boolean>
  readonly uid?: number
  readonly gid?: number
}

export async function startDaemon({ command, args, log, ready, uid, gid }: Start): Promise<Daemon> {
  const out = openSync(log, 'a')
  const child = spawn(command, args, {
    stdio: ['ignore', out, out],
    detached: true, // a group of its own, so that its workers go with it
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  })
  closeSync(out)
  let gone = false
  const exit = new Promise<void>((done) => {
    child.once('error', () => done())
    child.once('exit', () => done())
  }).then(() => {
    gone = true
  })
  const { pid } = child
  const stop = async (): Promise<void> => {
    if (pid === undefined || gone) return
    signalGroup(pid, 'SIGTERM')
    await Promise.race([exit, pause(5000, undefined, { ref: false })])
    if (!gone) signalGroup(pid, 'SIGKILL')
    await exit
  }
  const end = performance.now() + 30_000
  while (!(await ready())) {
    if (gone || performance.now() > end) {
      await stop()
      throw new Error(
        `${command} did not start:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : ''}`,
      )
    }
    await pause(10)
  }
  return { pid: pid as number, stop }
}
function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // gone meanwhile
  }
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = []
  for (let i = 0; i < count; i += 1) {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    held.push(server)
  }
  const ports = held.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(held.map((server) => new Promise((done) => server.close(done))))
  return ports
}
export function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
/** For what has no event to wait for: asks again and again, and fails with `what` after 20 s. */
export async function until(what: string, asked: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await asked())) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`)
    await pause(20)
  }
}

export type Authority = {
  readonly pem: string
  issue(host: string): { readonly certificate: string; readonly key: string }
}
/** A certificate authority of the test's own, alive for a day. */
export function authority(name = 'Mail Test CA'): Authority {
  const keys = keyPair()
  const root = unsigned(keys.publicKey, name, name)
  root.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'keyUsage', keyCertSign: true },
  ])
  root.sign(keys.privateKey, forge.md.sha256.create())
  return {
    pem: forge.pki.certificateToPem(root),
    issue: (host) => {
      const own = keyPair()
      const leaf = unsigned(own.publicKey, host, name)
      leaf.setExtensions([
        { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
        { name: 'extKeyUsage', serverAuth: true },
      ])
      leaf.sign(keys.privateKey, forge.md.sha256.create())
      return { certificate: forge.pki.certificateToPem(leaf), key: forge.pki.privateKeyToPem(own.privateKey) }
    },
  }
}
function keyPair(): forge.pki.rsa.KeyPair {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const own = forge.pki.privateKeyFromPem(privateKey)
  return { privateKey: own, publicKey: forge.pki.setRsaPublicKey(own.n, own.e) }
}
let serial = 0
function unsigned(
  publicKey: forge.pki.rsa.PublicKey,
  subject: string,
  issuer: string,
): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = `0${(serial += 1)}${Date.now().toString(16)}`.slice(0, 16)
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  certificate.setSubject([{ name: 'commonName', value: subject }])
  certificate.setIssuer([{ name: 'commonName', value: issuer }])
  return certificate
}
