import { afterEach, describe, expect, test } from 'vitest'
import { smtpTransport, type SmtpOptions } from '../../../src/outbox/smtp.ts'
import type { Sent, Transport } from '../../../src/outbox/transport.ts'
import { authority } from '../../servers/mail-daemon.ts'
import { scriptedSmtp, type ScriptedSmtp, type SmtpScript } from '../../servers/scripted-smtp.ts'

const after: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo()
})
const mail =
  'From: desk@desk.example\r\nTo: admin@im.example\r\nSubject: x\r\n\r\nHello\r\n.\r\n..\r\n.hidden\r\n'
const envelope = {
  from: 'verification+im-2026-0001-4-abc@desk.example',
  to: 'admin@im.example',
  id: 'im-2026-0001.4.abc',
}
async function facing(
  script: SmtpScript,
  options: Parameters<typeof scriptedSmtp>[1] = {},
  more: Partial<SmtpOptions> = {},
): Promise<{ server: ScriptedSmtp; transport: Transport; send: (to?: string) => Promise<Sent> }> {
  const server = await scriptedSmtp(script, options)
  const transport = smtpTransport({
    host: '127.0.0.1',
    port: server.port,
    tls: false,
    name: 'desk.example',
    timeouts: { connect: 400, answer: 300 },
    ...more,
  })
  after.push(
    () => server.close(),
    () => transport.close(),
  )
  return {
    server,
    transport,
    send: (to = envelope.to) => transport.send(new TextEncoder().encode(mail), { ...envelope, to }),
  }
}
/** Answers the first command that starts so with `said`, everything else well. */
const at =
  (start: string, said: string): SmtpScript =>
  (line) =>
    line === start || (start !== '' && start !== '.' && line.startsWith(start)) ? said : undefined

describe('sending by SMTP', () => {
  test('the bytes arrive as they are, dots and all, with our envelope and ENVID', async () => {
    const { server, send } = await facing(() => undefined)
    expect(await send()).toEqual({ result: 'accepted', said: '250 2.0.0 kept as 42' })
    expect(server.mails).toEqual([mail.slice(0, -2)])
    expect(server.lines[1]).toBe(
      `MAIL FROM:<verification+im-2026-0001-4-abc@desk.example> SIZE=${mail.length} RET=HDRS ENVID=im-2026-0001.4.abc`,
    )
    expect(server.lines[2]).toMatch(/^RCPT TO:<admin@im\.example> NOTIFY=FAILURE,DELAY/)
  })
  test('a server without DSN and SIZE is not told of them', async () => {
    const { server, send } = await facing(() => undefined, { extensions: [] })
    expect((await send()).result).toBe('accepted')
    expect(server.lines[1]).toBe('MAIL FROM:<verification+im-2026-0001-4-abc@desk.example>')
  })
  test.each([
    ['the greeting', '', '421 4.3.2 too busy'],
    ['the greeting, for good', '', '554 5.7.1 go away'],
    ['EHLO', 'EHLO', '421 4.7.0 slow down'],
    ['the sender', 'MAIL', '451 4.7.1 greylisted'],
    ['the sender, log in first', 'MAIL', '530 5.7.0 Authentication required'],
    ['the recipient', 'RCPT', '450 4.2.0 mailbox busy'],
    ['DATA', 'DATA', '452 4.3.1 disk full'],
    ['the dot', '.', '451 4.3.0 queue file write error'],
  ])('refused for now at %s', async (_, where, said) => {
    const { server, send } = await facing(at(where, said))
    expect(await send()).toEqual({
      result: 'refused-for-now',
      said: expect.stringContaining(said.slice(0, 3)) as string,
    })
    expect(server.connections()).toBe(1)
  })
  test.each([
    ['the sender', 'MAIL', '550 5.7.1 sender refused'],
    ['its size', 'MAIL', '552 5.3.4 too big'],
    ['the recipient', 'RCPT', '550 5.1.1 no such user'],
    ['DATA', 'DATA', '554 5.5.1 no valid recipients'],
    ['the dot', '.', '554 5.7.1 looks like spam'],
  ])('refused for good at %s', async (_, where, said) => {
    const { send } = await facing(at(where, said))
    expect(await send()).toEqual({ result: 'refused', said: expect.stringContaining(said) as string })
  })
  test.each([
    ['nobody answers the greeting', '', 'hang'],
    ['EHLO hangs', 'EHLO', 'hang'],
    ['MAIL hangs', 'MAIL', 'hang'],
    ['RCPT drops', 'RCPT', 'drop'],
    ['DATA hangs before 354', 'DATA', 'hang'],
    ['DATA drops before 354', 'DATA', 'drop'],
  ])('never taken, so refused for now: %s', async (_, where, how) => {
    const { server, send } = await facing(at(where, how))
    expect((await send()).result).toBe('refused-for-now')
    expect(server.mails).toEqual([])
  })
  test.each(['hang', 'drop'])(
    'the whole message went and its answer did not come (%s): unclear, not tried again by itself',
    async (how) => {
      const { server, send } = await facing(at('.', how))
      expect((await send()).result).toBe('unclear')
      expect(server.mails).toHaveLength(1)
    },
  )
  test('nobody listens: refused for now', async () => {
    const { server, send } = await facing(() => undefined)
    await server.close()
    expect(await send()).toEqual({
      result: 'refused-for-now',
      said: expect.stringContaining('ECONNREFUSED') as string,
    })
  })
  test('letters share a connection while it is warm', async () => {
    const { server, send } = await facing(() => undefined)
    expect((await Promise.all([send(), send(), send()])).map((sent) => sent.result)).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ])
    expect(server.connections()).toBe(1)
    expect(server.mails).toHaveLength(3)
  })
  test('a refused recipient does not spoil the connection for the next letter', async () => {
    const { server, send } = await facing((line) =>
      line.includes('nobody@') ? '550 5.1.1 no such user' : undefined,
    )
    expect((await send('nobody@im.example')).result).toBe('refused')
    expect((await send()).result).toBe('accepted')
    expect(server.mails).toHaveLength(1)
  })
  test.each([
    ['550 5.1.1 no such user', 'refused'],
    ['450 4.2.0 busy', 'refused-for-now'],
  ])(
    'with PIPELINING too, where DATA was asked for before the recipient was refused (%s)',
    async (said, result) => {
      const script: SmtpScript = (line) => (line.includes('nobody@') ? said : undefined)
      const { server, send } = await facing(script, { extensions: ['PIPELINING'] })
      expect((await send('nobody@im.example')).result).toBe(result)
      expect(server.mails.filter((one) => one !== '')).toEqual([]) // at most the bare dot of RFC 2920 §3.1
      expect((await send()).result).toBe('accepted')
      expect(server.mails.at(-1)).toBe(mail.slice(0, -2))
    },
  )
  test('a connection that went cold is opened again, and the letter goes once', async () => {
    const { server, send } = await facing((line, mails) =>
      mails === 1 && line.startsWith('MAIL') && server.connections() === 1 ? 'drop' : undefined,
    )
    expect((await send()).result).toBe('accepted')
    expect((await send()).result).toBe('accepted')
    expect([server.connections(), server.mails.length]).toEqual([2, 2])
  })
  test.each(['admin@im.example\r\nRCPT TO:<evil@x.example>', 'admin@im.example> NOTIFY=NEVER', ''])(
    'the recipient %j goes nowhere',
    async (to) => {
      const { server, send } = await facing(() => undefined)
      expect((await send(to)).result).toBe('refused')
      expect(server.lines.filter((line) => line.startsWith('RCPT'))).toEqual([])
    },
  )
  test('an address list is not two recipients', async () => {
    const { server, send } = await facing(() => undefined)
    expect((await send('a@im.example, b@im.example')).result).toBe('refused')
    await send('a@im.example,b@im.example')
    expect(server.lines.filter((line) => line.startsWith('RCPT'))).toEqual([
      'RCPT TO:<a@im.example,b@im.example> NOTIFY=FAILURE,DELAY',
    ])
  })
  test('a letter may have no sender (a bounce must not bounce)', async () => {
    const { server, transport } = await facing(() => undefined)
    await transport.send(new TextEncoder().encode(mail), { ...envelope, from: '' })
    expect(server.lines[1]).toMatch(/^MAIL FROM:<> /)
  })
  test('closing does not wait for a server that never answers', async () => {
    const { transport, send } = await facing(
      at('.', 'hang'),
      {},
      { timeouts: { connect: 400, answer: 600_000, close: 200 } },
    )
    const sending = send()
    const began = performance.now()
    await transport.close()
    expect((await sending).result).toBe('unclear')
    expect(performance.now() - began).toBeLessThan(3000)
  })
  test('what the server says is kept without its control characters, cut at 300', async () => {
    const { send } = await facing(at('RCPT', `550 5.1.1 \u001b[31mred\u0007 ${'x'.repeat(1000)}`))
    const { said } = await send()
    expect(said).not.toMatch(/[\u0000-\u001f]/)
    expect(said.length).toBeLessThanOrEqual(300)
  })
})

describe('TLS', () => {
  const ca = authority()
  const pair = ca.issue('sink.example')
  const trusted = { certificateAuthorities: ca.pem, servername: 'sink.example' }
  test('STARTTLS with a known authority', async () => {
    const { server, send } = await facing(() => undefined, { tls: pair }, { tls: 'starttls', ...trusted })
    expect((await send()).result).toBe('accepted')
    expect(server.mails).toHaveLength(1)
  })
  test.each([
    [
      'of an unknown authority',
      { certificateAuthorities: authority('Other CA').pem, servername: 'sink.example' },
    ],
    ['for another host', { certificateAuthorities: ca.pem, servername: 'other.example' }],
  ])('a certificate %s: nothing is sent', async (_, more) => {
    const { server, send } = await facing(
      () => undefined,
      { tls: pair },
      { tls: 'starttls', user: 'desk', password: 'secret', ...more },
    )
    expect((await send()).result).toBe('refused-for-now')
    expect(server.lines.join('\n')).not.toMatch(/AUTH|MAIL/)
  })
  test('a server that offers no STARTTLS gets neither letter nor password', async () => {
    const { server, send } = await facing(
      () => undefined,
      {},
      { tls: 'starttls', user: 'desk', password: 'secret', ...trusted },
    )
    expect((await send()).result).toBe('refused-for-now')
    expect(server.lines.join('\n')).not.toMatch(/AUTH|MAIL/)
  })
  test('a refused login is our trouble, not the letter’s', async () => {
    const { send } = await facing(
      (line) => (line.startsWith('AUTH') ? '535 5.7.8 wrong' : undefined),
      { extensions: ['AUTH PLAIN'] },
      { user: 'desk', password: 'secret' },
    )
    const sent = await send()
    expect(sent.result).toBe('refused-for-now')
    expect(sent.said).toContain('535')
    expect(sent.said).not.toContain('secret')
  })
})
