import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { WebVisit } from '../../src/evidence/evidence.ts'

/** One raw HTTP peer: what it does with a connection once it was asked, and what the visit then says. */
export type HostileSite = {
  readonly script: (socket: Socket, port: number, path: string) => unknown
  readonly expect: {
    readonly status?: number
    readonly trouble?: NonNullable<WebVisit['trouble']>['code']
    readonly cut?: boolean
  }
}
const html = (body: string, head = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const redirect = (location: string): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`
const answer = (text: string) => (socket: Socket) => socket.end(Buffer.from(text, 'latin1'))
function flood(socket: Socket, start: string, chunk: string | Buffer): void {
  socket.write(start)
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
const drip = (socket: Socket, start: string): void => {
  socket.write(start)
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('x')), 20)
  socket.on('close', () => clearInterval(timer))
}

export const hostileSites: Readonly<Record<string, HostileSite>> = {
  'a good page': { script: answer(html('<title>Hi</title>')), expect: { status: 200, cut: false } },
  'a relative redirect': {
    script: (socket, _, path) => socket.end(path === '/' ? redirect('/there') : html('there')),
    expect: { status: 200 },
  },
  'a redirect to itself': {
    script: (socket, port) => socket.end(redirect(`http://site.example:${port}/`)),
    expect: { trouble: 'too-many-redirects' },
  },
  'a redirect to a loopback address': {
    script: answer(redirect('http://127.0.0.1:6379/')),
    expect: { trouble: 'guard' },
  },
  'a redirect to localhost': { script: answer(redirect('http://localhost/')), expect: { trouble: 'guard' } },
  'a redirect to a decimal address': {
    script: answer(redirect('http://2130706433/')),
    expect: { trouble: 'guard' },
  },
  'a redirect to a metadata service': {
    script: answer(redirect('http://169.254.169.254/latest/')),
    expect: { trouble: 'guard' },
  },
  'a redirect to a forbidden port': {
    script: answer(redirect('http://site.example:25/')),
    expect: { trouble: 'guard' },
  },
  'a redirect without a scheme': { script: answer(redirect('//127.0.0.1/')), expect: { trouble: 'guard' } },
  'a redirect that only looks like another host': {
    script: answer(redirect('https://site.example\\@evil.example/')),
    expect: { trouble: 'refused' }, // the same site, on 443
  },
  'a redirect with credentials': {
    script: answer(redirect('http://user:pw@site.example/')),
    expect: { trouble: 'guard' },
  },
  'a redirect to a file': { script: answer(redirect('file:///etc/passwd')), expect: { trouble: 'guard' } },
  'a redirect to nonsense': { script: answer(redirect('http://')), expect: { trouble: 'guard' } },
  'a cookie of control characters': {
    script: answer(
      `HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: a=\x01\x02\x7f\r\nContent-Length: 0\r\n\r\n`,
    ),
    expect: { trouble: 'too-many-redirects' },
  },
  'a redirect of 20 kB': {
    script: answer(redirect(`/${'a'.repeat(20_000)}`)),
    expect: { trouble: 'closed' },
  },
  'a body without end': {
    script: (socket) =>
      flood(socket, 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n', '<p>'.repeat(5000)),
    expect: { status: 200, cut: true },
  },
  'chunks without end': {
    script: (socket) =>
      flood(
        socket,
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n',
        `4000\r\n${'a'.repeat(0x4000)}\r\n`,
      ),
    expect: { status: 200, cut: true },
  },
  'a length of ten gigabytes': {
    script: (socket) =>
      flood(
        socket,
        'HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\nContent-Type: text/html\r\n\r\n',
        'a'.repeat(65_536),
      ),
    expect: { status: 200, cut: true },
  },
  'a negative length': {
    script: answer('HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello'),
    expect: { trouble: 'closed' },
  },
  'a length that lies': {
    script: answer('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello'),
    expect: { status: 200, cut: true },
  },
  'nothing of what was promised': {
    script: answer('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'),
    expect: { trouble: 'closed' },
  },
  'two lengths that disagree': {
    script: answer(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ),
    expect: { status: 200 },
  },
  'a mountain in a small packet': {
    script: (socket) => {
      const body = gzipSync(Buffer.alloc(8_000_000, 'x'))
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`)
      socket.end(body)
    },
    expect: { status: 200, cut: true },
  },
  'a page that sends its readers to itself in another way each time': {
    script: (socket, _, path) => socket.end(html(`<meta http-equiv="refresh" content="0;url=${path}x">`)),
    expect: { trouble: 'too-many-redirects' },
  },
  'a page that sends its readers inside': {
    script: answer(html('<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">')),
    expect: { trouble: 'guard' },
  },
  'headers of 20 kB': {
    script: answer(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n\r\nhello`),
    expect: { trouble: 'closed' },
  },
  'a thousand headers': {
    script: answer(
      `HTTP/1.1 200 OK\r\n${Array.from({ length: 3000 }, (_, i) => `X-${i}: 1\r\n`).join('')}\r\nhello`,
    ),
    expect: { trouble: 'closed' },
  },
  'interim answers without end': {
    script: (socket) => flood(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n'),
    expect: { trouble: 'closed' },
  },
  'a body that drips': {
    script: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'),
    expect: { trouble: 'timed-out' },
  },
  'headers that drip': {
    script: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nX: '),
    expect: { trouble: 'timed-out' },
  },
  silence: { script: () => {}, expect: { trouble: 'timed-out' } },
  'the end at once': { script: (socket) => socket.end(), expect: { trouble: 'closed' } },
  'an SSH banner': { script: answer('SSH-2.0-OpenSSH\r\n'), expect: { trouble: 'closed' } },
  'compressed although nobody asked': {
    script: answer(
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0',
    ),
    expect: { status: 200 },
  },
  'no content': { script: answer('HTTP/1.1 204 No Content\r\n\r\n'), expect: { status: 204 } },
  'who are you': {
    script: answer('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'),
    expect: { status: 401 },
  },
  'too many requests': {
    script: answer('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n'),
    expect: { status: 429 },
  },
  'a title of one megabyte': {
    script: answer(html(`<title>${'t'.repeat(1_000_000)}</title>`)),
    expect: { status: 200, cut: true },
  },
  'fifty thousand open elements': { script: answer(html('<div>'.repeat(50_000))), expect: { status: 200 } },
}
