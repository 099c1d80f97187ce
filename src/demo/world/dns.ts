import { createSocket } from 'node:dgram'
import type { RemoteInfo } from 'node:dgram'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export type DnsRecord =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | {
      readonly type: 'SRV'
      readonly priority?: number
      readonly weight?: number
      readonly port: number
      readonly target: string
    } // target '' is the root
  | { readonly type: 'CNAME'; readonly target: string }
  | { readonly type: 'TXT'; readonly text: string }
/** How the stub misbehaves for one name: SERVFAIL, REFUSED, no answer at all. */
export type DnsFault = 'servfail' | 'refused' | 'silent'
/** Names in lower case without the final dot. A list is served as it is; a list of lists takes turns, query by query (rebinding). */
export type DnsRecords = { readonly [name: string]: readonly DnsRecord[] | DnsFault }
export type Dns = {
  readonly address: string // 127.0.0.1:PORT
  readonly queries: () => number
  readonly asked: readonly string[] // `A im.example`, in order
  set: (name: string, records: readonly DnsRecord[] | DnsFault | undefined) => void
  close: () => Promise<void>
}
const types: Readonly<Record<number, DnsRecord['type']>> = {
  1: 'A',
  28: 'AAAA',
  33: 'SRV',
  5: 'CNAME',
  16: 'TXT',
}
const numbers: Readonly<Record<string, number>> = { A: 1, AAAA: 28, SRV: 33, CNAME: 5, TXT: 16 }

/** An authoritative stub on loopback, UDP and TCP on one port, for everything it is told and nothing else. */
export async function startDns(records: DnsRecords, options: { host?: string } = {}): Promise<Dns> {
  const host = options.host ?? '127.0.0.1'
  const zone = new Map(Object.entries(records))
  const asked: string[] = []
  const reply = (query: Buffer, limit: number): Buffer | undefined => {
    const question = readQuestion(query)
    if (question === undefined) return undefined
    asked.push(`${types[question.type] ?? question.type} ${question.name}`)
    return answer(query, question, zone, limit)
  }
  const udp = createSocket('udp4')
  udp.on('message', (query: Buffer, from: RemoteInfo) => {
    const out = reply(query, 1232)
    if (out !== undefined) udp.send(out, from.port, from.address)
  })
  const open = new Set<Socket>()
  const tcp = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)))
    let pending: Buffer = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      pending = Buffer.concat([pending, data])
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const size = pending.readUInt16BE(0)
        const out = reply(pending.subarray(2, 2 + size), 65_535)
        pending = pending.subarray(2 + size)
        if (out !== undefined) socket.write(Buffer.concat([word(out.length), out]))
      }
    })
  })
  for (let tries = 0; ; tries++) {
    const port = await new Promise<number>((resolve) =>
      tcp.listen(0, host, () => resolve((tcp.address() as AddressInfo).port)),
    )
    const taken = await new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(true))
      udp.bind(port, host, () => resolve(false))
    })
    if (!taken) break
    if (tries > 20) throw new Error('no port that is free for UDP and TCP')
    await new Promise((resolve) => tcp.close(resolve))
  }
  udp.removeAllListeners('error')
  udp.on('error', () => {})
  return {
    address: `${host}:${udp.address().port}`,
    queries: () => asked.length,
    asked,
    set: (name, what) => void (what === undefined ? zone.delete(name) : zone.set(name, what)),
    close: async () => {
      for (const socket of open) socket.destroy()
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise((resolve) => tcp.close(resolve)),
      ])
    },
  }
}

type Question = { readonly name: string; readonly type: number; readonly end: number }
function readQuestion(query: Buffer): Question | undefined {
  if (query.length < 17 || query.readUInt16BE(4) !== 1) return undefined
  const labels: string[] = []
  let at = 12
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size))
    at += size + 1
  }
  return at + 5 > query.length
    ? undefined
    : { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}
function answer(
  query: Buffer,
  { name, type, end }: Question,
  zone: ReadonlyMap<string, readonly DnsRecord[] | DnsFault>,
  limit: number,
): Buffer | undefined {
  const found: { name: string; record: DnsRecord }[] = []
  let owner = name
  let known = false
  for (let step = 0; step < 12; step++) {
    const here = zone.get(owner)
    if (here === 'silent') return undefined
    if (typeof here === 'string') return header(query, end, here === 'servfail' ? 2 : 5, 0)
    if (here === undefined) break
    known = true
    const match = here.filter((record) => record.type === types[type])
    found.push(...match.map((record) => ({ name: owner, record })))
    const alias = here.find((record) => record.type === 'CNAME')
    if (match.length > 0 || alias?.type !== 'CNAME') break
    found.push({ name: owner, record: alias })
    owner = alias.target
  }
  const below = [...zone.keys()].some((one) => one.endsWith(`.${owner}`)) // an empty non-terminal exists (RFC 8020)
  const bodies = found.map((one) =>
    resource(one.name === name ? questionName : encodeName(one.name), one.record),
  )
  const whole = Buffer.concat([header(query, end, known || below ? 0 : 3, bodies.length), ...bodies])
  return whole.length <= limit ? whole : header(query, end, 0, 0, true)
}
function header(query: Buffer, end: number, code: number, answers: number, truncated = false): Buffer {
  const out = Buffer.alloc(12)
  out.writeUInt16BE(query.readUInt16BE(0), 0)
  out.writeUInt16BE(0x8580 | (truncated ? 0x0200 : 0) | code, 2) // QR, AA, RD, RA
  out.writeUInt16BE(1, 4)
  out.writeUInt16BE(answers, 6)
  return Buffer.concat([out, query.subarray(12, end)])
}
const word = (n: number): Buffer => Buffer.from([n >> 8, n & 255])
const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])
const questionName = Buffer.from([0xc0, 12]) // a pointer to the name in the question
function resource(owner: Buffer, record: DnsRecord): Buffer {
  const data = contents(record)
  const head = Buffer.alloc(10)
  head.writeUInt16BE(numbers[record.type] ?? 0, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt16BE(data.length, 8) // TTL stays 0: nothing is kept between probes
  return Buffer.concat([owner, head, data])
}
function contents(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
    case 'AAAA':
      return address6(record.address)
    case 'SRV':
      return Buffer.concat([
        word(record.priority ?? 0),
        word(record.weight ?? 0),
        word(record.port),
        encodeName(record.target),
      ])
    case 'CNAME':
      return encodeName(record.target)
    case 'TXT':
      return Buffer.concat([Buffer.from([record.text.length]), Buffer.from(record.text, 'latin1')])
  }
}
function address6(text: string): Buffer {
  const [left = '', right] = text.split('::')
  const words = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((one) => Number.parseInt(one, 16))
  const [head, tail] = [words(left), words(right ?? '')]
  const gap = right === undefined ? [] : Array<number>(8 - head.length - tail.length).fill(0)
  return Buffer.concat([...head, ...gap, ...tail].map(word))
}
