import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import { openQuarantine } from '../../src/store/quarantine.ts'
import { instant } from '../../src/values/instant.ts'
import { cleanUp, eventually, folder, form, intoMaildir, run, startDesk } from './real-world.ts'

let dir = ''
let data = ''
beforeEach(() => {
  dir = folder()
  data = join(dir, 'data')
  writeFileSync(
    join(dir, 'vouch.json'),
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
      policy: { consent: 'off' },
    }),
  )
})
afterAll(cleanUp)
const vouch = (...args: string[]) => run([...args, '--config', join(dir, 'vouch.json')])
const mailOf = (domain: string): string =>
  `From: Alex <admin@${domain}>\r\nTo: verification@desk.example\r\nSubject: List \u001b[2Jus\r\nMessage-ID: <1@${domain}>\r\n\r\n${form(domain, {}).replaceAll('\n', '\r\n')}`
/** As if its reader had been ended by it before. */
const putAside = async (mail: string): Promise<string> => {
  mkdirSync(join(data, 'tickets'), { recursive: true, mode: 0o700 }) // a desk was here
  return (await openQuarantine(data)).put(Buffer.from(mail), {
    reason: 'crashed its reader 3 times',
    at: instant(Date.now()),
  })
}
const tickets = () => readdirSync(join(data, 'tickets')).filter((name) => name.endsWith('.json'))
async function desk(...args: string[]): Promise<void> {
  const child = await startDesk(['--config', join(dir, 'vouch.json'), ...args])
  onTestFailed(() => void process.stderr.write(child.log()))
}

describe.each([
  ['by the running desk', () => desk()],
  ['with no desk running', () => Promise.resolve()],
])('vouch quarantine, answered %s', (_, before) => {
  it('lists what was put aside, shows it, and acts on it when it can be read now', async () => {
    const id = await putAside(mailOf('im.example'))
    await before()
    expect((await vouch('quarantine', 'list')).out).toMatch(
      new RegExp(`^${id}  \\d{4}-.*Z +\\d+ B  crashed its reader 3 times\\n$`),
    )
    const shown = await vouch('quarantine', 'show', id)
    expect(shown.out).toContain('From: Alex <admin@im.example>')
    expect(shown.out).not.toContain('\u001b')
    expect(await vouch('quarantine', 'replay', id)).toMatchObject({
      code: 0,
      out: `${id}: read as submission and acted on; it is out of the quarantine\n`,
    })
    expect(tickets()).toHaveLength(1)
    expect((await vouch('quarantine', 'list')).out).toBe('the quarantine is empty\n')
    const again = await vouch('quarantine', 'replay', id)
    expect([again.code, again.err]).toEqual([
      64,
      expect.stringContaining(`there is no ${id} in the quarantine`),
    ])
  })
  it('a mail that cannot be read now either stays, with the reason', async () => {
    const id = await putAside('no mail\r\n'.repeat(20_000))
    await before()
    const refused = await vouch('quarantine', 'replay', id)
    expect([refused.code, refused.err]).toEqual([
      75,
      expect.stringContaining(`${id} stays in the quarantine`),
    ])
    expect(JSON.parse((await vouch('quarantine', 'list', '--json')).out)).toMatchObject([{ id }])
  })
})

it('a mail of which only the beginning was fetched is not taken for the whole', async () => {
  await desk()
  intoMaildir(join(data, 'mailbox'), '1.big', `${mailOf('im.example')}${'x'.repeat(11_000_000)}`)
  const [entry] = await eventually(async () => {
    const list = JSON.parse((await vouch('quarantine', 'list', '--json')).out) as {
      id: string
      size: number
    }[]
    return list.length > 0 ? list : undefined
  }, 'the mail put aside')
  expect(entry?.size).toBeGreaterThan(11_000_000)
  const { code, err } = await vouch('quarantine', 'replay', entry?.id ?? '')
  expect([code, err]).toEqual([75, expect.stringContaining('too big')])
  expect(tickets()).toEqual([])
})
it('a word that is no id, or no verb, is explained', async () => {
  expect(await vouch('quarantine', 'replay', '../../etc/passwd')).toMatchObject({ code: 64 })
  expect(await vouch('quarantine', 'burn')).toMatchObject({ code: 64 })
})
it('a data folder whose path is longer than a socket may have works as any other', async () => {
  const deep = join(dir, 'deep'.repeat(30))
  await desk('--data', deep)
  expect(await vouch('ticket', 'list', '--data', deep)).toMatchObject({ code: 0, out: 'no tickets yet\n' })
  expect(await vouch('serve', '--data', deep)).toMatchObject({ code: 75 }) // the first one answers, so the lock is seen too
})
