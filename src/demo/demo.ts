import { mkdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { DomainName, EmailAddress } from '../values/names.ts'
import { policyWith } from '../policy/policy.ts'
import { minutes, type Duration } from '../values/instant.ts'
import { answersOf } from '../desk/asks.ts'
import { startDesk, type Running } from '../desk/run.ts'
import { address, expired, forgetful, good, references, reviewer, wobbly } from './cast.ts'
import { freshFolder } from './folder.ts'
import { sendMail, submission } from './people.ts'
import { delivered, letterOf, patience, type Stage } from './stage.ts'
import { rowOf, type Row } from './told.ts'
import { startWorld, type EmbeddedWorld } from './world/world.ts'

const day = 86_400_000

export type DemoOptions = {
  readonly folder: string
  readonly listen?: string // a free port of loopback unless said
  readonly say: (line: string) => void
  readonly trial?: number
}
export type DemoResult = {
  readonly rows: readonly Row[]
  readonly told: boolean
  readonly files: Record<'letters' | 'sent' | 'tickets' | 'published' | 'page', string>
  close(): Promise<void>
}

/** The main job on the embedded world: real sockets, the real daemon, the real clock with short policy times. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const began = Date.now()
  const say = (who: string, what: string) =>
    options.say(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${who.padEnd(18)} ${what}`)
  await freshFolder(options.folder)
  mkdirSync(join(options.folder, 'letters'))
  const world = await startWorld([
    { domain: good },
    {
      domain: expired,
      certificate: {
        dns: [expired],
        notBefore: new Date(began - 90 * day),
        notAfter: new Date(began - 3 * day),
      },
    },
    { domain: forgetful },
    { domain: wobbly },
    ...references.map((domain) => ({ domain })),
  ])
  say(
    'the world',
    `DNS, ${world.services.size} XMPP services, their websites and a certificate authority are up on loopback`,
  )
  const stage: Stage = { folder: options.folder, world, say, letters: [], waiting: [] }
  const config = configFor(options, world, options.listen ?? (await freeListen()))
  const desk = await startDesk(config, {
    log: 'silent',
    hear: {
      letter: (_owner, letter, delivery) => void delivered(stage, letter, delivery),
      mail: (what) => say('the desk', `a mail arrived and was read: ${what.kind}`),
    },
  }).catch(async (error: unknown) => {
    await world.close() // else it would keep the program up
    throw error
  })
  say('the desk', `listens for mail on 127.0.0.1:${desk.intake?.port ?? 0}, page ${desk.web.url}`)
  try {
    await play(stage, desk)
  } catch (error) {
    say('the demo', `stopped: ${(error as Error).message}`)
  }
  const rows = await Promise.all([good, expired, forgetful, wobbly].map((domain) => rowOf(desk, domain)))
  const digestSent = stage.letters.some((letter) => letter.kind === 'digest')
  const at = (name: string) => join(options.folder, name)
  return {
    rows,
    told: rows.every((row) => row.asTold) && digestSent,
    files: {
      letters: at('letters'),
      sent: at('sent'),
      tickets: at('tickets'),
      published: at('published'),
      page: desk.web.url,
    },
    async close() {
      await desk.stop()
      await world.close()
    },
  }
}

/** A port that is free now: letters name the page, so it must be known before anything is written. */
async function freeListen(): Promise<string> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return `127.0.0.1:${port}`
}

function configFor(options: DemoOptions, world: EmbeddedWorld, listen: string): Config {
  const trial = (options.trial ?? 8000) as Duration
  return {
    embedded: true,
    address,
    name: 'Directory verification desk',
    mailbox: { maildir: join(options.folder, 'mailbox'), smtp: '127.0.0.1:0', pollEvery: 500 as Duration },
    outgoing: { maildir: join(options.folder, 'sent') },
    authenticate: { with: 'none' },
    reviewers: [{ name: 'Rita', email: reviewer }],
    team: ['team@directory.example' as EmailAddress],
    digest: { day: 'monday', at: '08:00', timeZone: 'UTC', whenEmpty: false },
    data: options.folder,
    web: { listen },
    accounts: [],
    probe: {
      resolvers: [world.resolver],
      extraRoots: world.roots,
      allow: ['127.0.0.0/8'],
      references: references as DomainName[],
    },
    policy: policyWith({
      trial,
      probeEvery: 200 as Duration,
      consent: 'off',
      adminChat: 'off',
      recheckEvery: minutes(5),
    }),
  }
}

async function play(stage: Stage, desk: Running): Promise<void> {
  const port = desk.intake?.port ?? 0
  const { say } = stage
  const write = async (domain: string, missing: 'phone and location' | 'nothing') => {
    const one = stage.world.services.get(domain)
    if (one === undefined) throw new Error(`${domain} is not in the world`)
    const from = `admin@${domain}`
    await sendMail(port, {
      from,
      name: 'Alex Admin',
      to: address,
      subject: `Please list ${domain}`,
      text: submission({
        domain,
        authority: stage.world.authority,
        directTlsPort: one.xmpp.ports.direct,
        website: one.website.url,
        admin: 'Alex Admin',
        missing,
      }),
    })
    say(from, `mails a submission${missing === 'nothing' ? '' : ` and forgets ${missing}`}`)
  }
  await write(good, 'nothing')
  await write(expired, 'nothing')
  await write(forgetful, 'phone and location')
  await write(wobbly, 'nothing')
  await Promise.all([
    (async () => {
      await approve(stage, port, good)
      await letterOf(stage, 'listed', `admin@${good}`, good)
    })(),
    letterOf(stage, 'results', `admin@${expired}`, expired),
    (async () => {
      await answerIncomplete(stage, port)
      await approve(stage, port, forgetful)
      await letterOf(stage, 'listed', `admin@${forgetful}`, forgetful)
    })(),
    (async () => {
      await approve(stage, port, wobbly)
      await outage(stage)
    })(),
  ])
  await until(() => published(desk).length === 2)
  say('the list', `published with ${published(desk).join(' and ')}`)
  await answersOf(desk.house)['digest']?.({ ask: 'digest', send: true })
  await letterOf(stage, 'digest', 'team@directory.example', '')
}

async function approve(stage: Stage, port: number, domain: string): Promise<void> {
  const review = await letterOf(stage, 'review', reviewer, domain)
  await sendMail(port, {
    from: reviewer,
    name: 'Rita Reviewer',
    to: review.replyTo,
    subject: `Re: ${review.subject}`,
    text: `approve\n\n${quoted(review.text)}`,
    inReplyTo: review.messageId,
  })
  stage.say('rita', `replies "approve" to the review of ${domain}`)
}
async function answerIncomplete(stage: Stage, port: number): Promise<void> {
  const from = `admin@${forgetful}`
  const asked = await letterOf(stage, 'incomplete', from, forgetful)
  const text = `Sorry, here it is:\n\nTelephone: +43 1 5811800\nLatitude: 48.2082\nLongitude: 16.3738\n\n${quoted(asked.text)}`
  await sendMail(port, {
    from,
    name: 'Alex Admin',
    to: asked.replyTo,
    subject: `Re: ${asked.subject}`,
    text,
    inReplyTo: asked.messageId,
  })
  stage.say(from, 'replies with what was missing')
}
const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

async function outage(stage: Stage): Promise<void> {
  const service = stage.world.services.get(wobbly)
  await pause(2000)
  service?.xmpp.fail()
  stage.say(wobbly, 'the server process dies')
  await pause(1500)
  service?.xmpp.recover()
  stage.say(wobbly, 'the server is back')
}

const published = (desk: Running): string[] =>
  desk.house.world.cards
    .all()
    .flatMap((card) =>
      card.stage === 'listed' && desk.house.listedBefore(desk.house.published)?.includes(card.domain) === true
        ? [card.domain]
        : [],
    )

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + patience
  while (!holds()) {
    if (Date.now() > end) throw new Error('the list was not published')
    await pause(50)
  }
}
