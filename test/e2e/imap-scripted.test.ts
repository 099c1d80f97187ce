import { afterEach, expect, test } from 'vitest'
import { openImap, type ImapOptions } from '../../src/mailbox/imap.ts'
import { MailboxError, type Arrival, type Mailbox } from '../../src/mailbox/mailbox.ts'
import { scriptedImap, type Script, type ScriptedImap } from '../servers/scripted-imap.ts'

const after: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo()
})
async function facing(
  script: Script,
  more: Partial<ImapOptions> = {},
): Promise<{ box: Mailbox; server: ScriptedImap }> {
  const server = await scriptedImap(script)
  const box = openImap({
    host: '127.0.0.1',
    port: server.port,
    tls: false,
    user: 'desk',
    password: 'secret',
    timeouts: { connect: 1000, answer: 400 },
    ...more,
  })
  after.push(
    () => server.close(),
    () => box.close(),
  )
  return { box, server }
}
async function all(box: Mailbox): Promise<Arrival[]> {
  const found: Arrival[] = []
  for await (const arrival of box.arrivals()) found.push(arrival)
  return found
}
const trouble = async (box: Mailbox): Promise<string> => {
  const error = await all(box).then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(MailboxError)
  return (error as Error).message
}
const listed = (size: number): string =>
  `* 1 FETCH (UID 7 RFC822.SIZE ${size} INTERNALDATE "22-Nov-2026 12:00:00 +0000")\r\n`
const silence = ''

test.each(['LOGIN', 'SELECT', 'NOOP', 'UID SEARCH', 'UID FETCH'])(
  'a server that freezes at %s is given up on, and asked again later',
  async (where) => {
    const { box, server } = await facing((command) =>
      command.startsWith(where) || (where === 'LOGIN' && command.startsWith('AUTH')) ? silence : undefined,
    )
    expect(await trouble(box)).toMatch(/does not answer/)
    const before = [...server.seen]
    expect(await trouble(box)).toMatch(/does not answer|closes connections at once/)
    expect(server.seen).toEqual(before) // within the pause nobody is asked
  },
)
test('closing does not wait for a server that never answers', async () => {
  const { box } = await facing(
    (command, tag) =>
      command.startsWith('LOGOUT')
        ? silence
        : command.startsWith('UID SEARCH')
          ? `* SEARCH\r\n${tag} OK\r\n`
          : undefined,
    { timeouts: { connect: 1000, answer: 600_000 } },
  )
  expect(await all(box)).toEqual([])
  const began = performance.now()
  await box.close()
  expect(performance.now() - began).toBeLessThan(4000)
})
test('a server that greets nobody is given up on', async () => {
  const { createServer } = await import('node:net')
  const mute = createServer()
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
  const { port } = mute.address() as { port: number }
  const box = openImap({
    host: '127.0.0.1',
    port,
    tls: false,
    user: 'desk',
    password: 'secret',
    timeouts: { connect: 300, answer: 400 },
  })
  expect(await trouble(box)).toMatch(/does not answer/)
  mute.close()
})
test('a literal of 2 GB is not fetched: it is a mail that is too big', async () => {
  const { box, server } = await facing((command, tag) => {
    if (/RFC822.SIZE/.test(command)) return `${listed(2_000_000_000)}${tag} OK\r\n`
    if (/^UID FETCH 7 .*BODY.PEEK\[\]<0\.102400>/.test(command))
      return `* 1 FETCH (UID 7 BODY[]<0> {14}\r\nSubject: x\r\n\r\n)\r\n${tag} OK\r\n`
    return undefined
  })
  expect(await all(box)).toMatchObject([{ tooBig: 2_000_000_000, key: { validity: 7, uid: 7 } }])
  expect(server.seen.filter((command) => /BODY\.PEEK\[\](?!<)/.test(command))).toEqual([])
})
test('a server that lies about the size costs a connection, not the memory, and the mail is then too big', async () => {
  const { box } = await facing((command, tag) => {
    if (/RFC822.SIZE/.test(command)) return `${listed(1000)}${tag} OK\r\n`
    if (/<0\.102400>/.test(command))
      return `* 1 FETCH (UID 7 BODY[]<0> {14}\r\nSubject: x\r\n\r\n)\r\n${tag} OK\r\n`
    if (/BODY\.PEEK\[\]/.test(command)) return `* 1 FETCH (UID 7 BODY[] {2000000000}\r\nSubject: x\r\n`
    return undefined
  })
  expect(await trouble(box)).toMatch(/closed the connection|refused|literal/i)
  let found: Arrival[] = []
  await expect
    .poll(
      async () => {
        found = await all(box).catch(() => [])
        return found.length
      },
      { timeout: 5000 },
    )
    .toBe(1)
  expect(found[0]?.tooBig).toBeGreaterThan(10_000_000)
})
test('BYE in the middle of a mail is a lost connection, never half a mail', async () => {
  const { box } = await facing((command, tag, socket) => {
    if (/RFC822.SIZE/.test(command)) return `${listed(100)}${tag} OK\r\n`
    if (/BODY\.PEEK/.test(command)) {
      socket.end('* 1 FETCH (UID 7 BODY[] {100}\r\nSubject: x\r\n* BYE restarting\r\n')
      return silence
    }
    return undefined
  })
  expect(await trouble(box)).toMatch(/closed the connection/)
})
test.each(['NO cannot read it', 'OK'])(
  'a mail that is listed and never handed out (%s) does not stop the others, and is told after a while',
  async (said) => {
    const { box } = await facing((command, tag) => {
      if (command.startsWith('UID SEARCH')) return `* SEARCH 7 8\r\n${tag} OK\r\n`
      if (command.includes('RFC822.SIZE'))
        return `${listed(14)}* 2 FETCH (UID 8 RFC822.SIZE 14 INTERNALDATE "22-Nov-2026 12:00:00 +0000")\r\n${tag} OK\r\n`
      if (/^UID FETCH \S*7/.test(command)) return `${tag} ${said}\r\n` // alone, or with others
      if (command.startsWith('UID FETCH 8 '))
        return `* 2 FETCH (UID 8 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n${tag} OK\r\n`
      return undefined
    })
    expect(await all(box)).toHaveLength(1)
    expect(await all(box)).toHaveLength(1)
    expect(await trouble(box)).toMatch(/UID 7\) and does not hand it out/)
  },
)
test('a server that says no to SEARCH is named, not taken for an empty mailbox', async () => {
  const { box } = await facing((command, tag) =>
    command.startsWith('UID SEARCH') ? `${tag} NO [SERVERBUG] disk trouble\r\n` : undefined,
  )
  expect(await trouble(box)).toMatch(/refused \(searching\): .*disk trouble/)
})
test('a server without STARTTLS gets no password', async () => {
  const { box, server } = await facing(() => undefined, { tls: 'starttls' })
  expect(await trouble(box)).toMatch(/STARTTLS/)
  expect(server.seen.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|secret/)
})
test('what the server says reaches people without its control characters', async () => {
  const { box } = await facing((command, tag) =>
    /^(LOGIN|AUTHENTICATE)/.test(command) ? `${tag} NO \u001b[31mno\u0007 entry\r\n` : undefined,
  )
  expect(await trouble(box)).not.toMatch(/[\u0000-\u001f]/)
})
test('50,000 waiting mails are asked for as they are taken, never far ahead', async () => {
  const fetched: number[] = []
  const mail = 'Subject: x\r\n\r\nhi\r\n'
  const { box } = await facing((command, tag) => {
    if (command.startsWith('SELECT'))
      return `* FLAGS (\\Seen)\r\n* 50000 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 50001] x\r\n${tag} OK [READ-WRITE] selected\r\n`
    if (command.startsWith('UID SEARCH'))
      return `* SEARCH ${Array.from({ length: 50_000 }, (_, i) => i + 1).join(' ')}\r\n${tag} OK\r\n`
    if (!command.startsWith('UID FETCH')) return undefined
    const uids = (/^UID FETCH (\S+)/.exec(command)?.[1] ?? '').split(',').map(Number)
    if (!command.includes('BODY'))
      return `${uids.map((uid) => `* ${uid} FETCH (UID ${uid} RFC822.SIZE ${mail.length} INTERNALDATE "22-Nov-2026 12:00:00 +0000")\r\n`).join('')}${tag} OK\r\n`
    fetched.push(...uids)
    return `${uids.map((uid) => `* ${uid} FETCH (UID ${uid} BODY[] {${mail.length}}\r\n${mail})\r\n`).join('')}${tag} OK\r\n`
  })
  const taken: unknown[] = []
  let ahead = 0
  for await (const { key } of box.arrivals()) {
    taken.push(key.uid)
    ahead = Math.max(ahead, fetched.length - taken.length)
    if (taken.length === 600) break
  }
  expect(taken).toEqual(Array.from({ length: 600 }, (_, i) => i + 1))
  expect(ahead).toBeLessThan(50)
})
test.each(['01-Jan-1970 00:00:00 +0000', '01-Jan-2099 00:00:00 +0000'])(
  'a server whose clock says %s is not believed: the mail came now',
  async (date) => {
    const { box } = await facing((command, tag) => {
      if (!command.startsWith('UID FETCH')) return undefined
      return command.includes('BODY')
        ? `* 1 FETCH (UID 7 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n${tag} OK\r\n`
        : `* 1 FETCH (UID 7 RFC822.SIZE 14 INTERNALDATE "${date}")\r\n${tag} OK\r\n`
    })
    const before = Date.now()
    const [arrival] = await all(box)
    expect(arrival?.receivedAt).toBeGreaterThanOrEqual(before)
    expect(arrival?.receivedAt).toBeLessThanOrEqual(Date.now())
  },
)
