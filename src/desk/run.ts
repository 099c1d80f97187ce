import { setMaxListeners } from 'node:events'
import type { Config, OutgoingConfig } from '../config.ts'
import type { Delivery, Letter } from '../ticket/letter.ts'
import type { Owner } from '../tokens/tokens.ts'
import type { Transport } from '../outbox/transport.ts'
import type { ImapOptions } from '../mailbox/imap.ts'
import { openMaildir } from '../mailbox/maildir.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { SmtpIntake } from '../mailbox/smtp-intake.ts'
import { startMonitor, type Monitor } from '../monitor/monitor.ts'
import { landing } from '../listing/publishing.ts'
import { maildirTransport } from '../outbox/maildir-transport.ts'
import { smtpTransport } from '../outbox/smtp.ts'
import { startWeb, type Web } from '../web/server.ts'
import { readAnnouncements } from './announced.ts'
import { answersOf } from './asks.ts'
import { byMailOrChat, hearChats } from './chat.ts'
import { runChecks } from './checks.ts'
import { keepTime } from './clock.ts'
import { openHouse, type House } from './compose.ts'
import { keepCards } from './kept-cards.ts'
import { lookForConsent } from './consent.ts'
import { openControl } from './control.ts'
import { keepDigest } from './digest-clock.ts'
import { troublesTold, vitals, watchVitals } from './health.ts'
import { watchInbox, type Handled } from './inbox.ts'
import { loadTheRest } from './later.ts'
import { mailWorker } from './mail-worker.ts'
import { sendLetters } from './outgoing.ts'
import { program, version } from './program.ts'
import { stopAll } from './stopping.ts'
import { supersede } from './supersede.ts'
import { metaOf } from './publish.ts'
import { keepPublished } from './publish-loop.ts'
import { keepRetention } from './retention.ts'
import { ticketPages } from './ticket-pages.ts'
import { waker } from './waker.ts'
import { watchOurselves } from './watchdog.ts'
import { watchUptime } from './watch-uptime.ts'

/**
 * A running desk. `stop` finishes the durable steps at hand and resolves within ten seconds. `late`: something did not end;
 * the data folder stays locked until the process does, so that nothing is written there beside a next desk.
 */
export type Running = {
  readonly house: House
  readonly web: Web
  readonly intake?: SmtpIntake
  readonly failed: Promise<never>
  stop(): Promise<'ended' | 'late'>
}
export type Hear = {
  readonly mail?: (what: Handled) => void
  readonly letter?: (owner: Owner, letter: Letter, delivery: Delivery) => void
}
export type RunOptions = {
  readonly log?: 'info' | 'warn' | 'silent'
  readonly adopt?: boolean
  readonly hear?: Hear
}

/** Opens the house and starts every loop. @throws StoreError, WebError, MailboxError for what cannot work at all */
export async function startDesk(config: Config, options: RunOptions = {}): Promise<Running> {
  const house = await openHouse(config, options.log, options.adopt === true ? 'adopt' : 'begin')
  const closing: (() => Promise<unknown>)[] = []
  try {
    return await run(house, options, closing)
  } catch (error) {
    await stopAll({ work: [], closing, release: () => house.release(), log: house.world.log })
    throw error
  }
}

async function run(house: House, options: RunOptions, closing: (() => Promise<unknown>)[]): Promise<Running> {
  const { config, desk, world } = house
  const stopping = new AbortController()
  const { signal } = stopping
  setMaxListeners(0, signal) // every loop listens
  const wakes = { clock: waker(), outbox: waker(), publish: waker() }
  desk.onChange(() => {
    wakes.clock.wake()
    wakes.outbox.wake()
    wakes.publish.wake()
  })
  const own = <T extends { close(): Promise<unknown> }>(thing: T): T => {
    closing.push(() => thing.close())
    return thing
  }

  const web = own(
    await startWeb({
      listen: config.web.listen,
      published: house.published,
      pages: house.pages,
      desk: { name: config.name, address: config.address },
      landing: landing(metaOf(world, world.page, world.now()), house.pages),
      ...ticketPages(house),
    }),
  )
  const health = vitals(house)
  if (config.web.metrics !== undefined) {
    const { startMetrics } = await import('../web/metrics.ts')
    own(
      await startMetrics({
        listen: config.web.metrics,
        readings: () => health.readings(),
        troubles: () => troublesTold(house),
      }),
    )
  }
  const { mailbox, intake } = await openMailbox(config)
  if (intake) own(intake)
  own(mailbox)
  const reader = own(mailWorker(config))
  const monitor = startMonitor({ program: program('./monitor-process.ts'), config: monitorConfig(config) })
  closing.push(() => monitor.stop())
  const transport = own(byMailOrChat(openTransport(config.outgoing, config.address), house.accounts))
  own(await openControl(config.data, answersOf(house, reader)))

  const sleep = (ms: number) => waker().sleep(ms, signal)
  const checks = runChecks(desk, sleep)
  supersede(house)
  const outages = watchUptime(house, monitor as Monitor, wakes.clock, checks)
  closing.unshift(() => outages.idle()) // after the monitor
  monitor.on('health', (event) => health.round(event.health))
  monitor.onTrouble((why) => health.monitorEnded(why))
  const loops = [
    watchInbox(
      {
        desk,
        mailbox,
        read: ({ bytes, receivedAt }) => health.reading(() => reader.read(bytes, receivedAt)),
        quarantine: house.quarantine,
        pollEvery: pollEvery(config),
        adopt: options.adopt === true,
        onTrouble: (code, why) => health.happened(code, why),
        atHand: (receivedAt) => health.atHand(receivedAt),
        hold: () => health.hold(),
        onMail: (what) => (wakes.outbox.wake(), options.hear?.mail?.(what)),
      },
      signal,
      (ok, why) => health.polled(ok, why),
    ),
    keepTime(desk, checks, wakes.clock, signal),
    sendLetters(
      { desk, transport, ...(options.hear?.letter && { onSent: options.hear.letter }) },
      wakes.outbox,
      signal,
    ),
    keepPublished(house, wakes.publish, signal),
    keepDigest(house, signal),
    hearChats(house, signal),
    lookForConsent(house, signal),
    readAnnouncements(house, signal),
    watchVitals(health, signal),
    watchOurselves(house, signal),
    keepRetention(house, signal),
    keepCards(house, signal),
    loadTheRest(),
  ]
  // A loop never ends by itself: when one throws, the desk stops and says why.
  const failed = Promise.all(loops).then(() => new Promise<never>(() => undefined))
  failed.catch(() => undefined)
  if (!config.embedded && config.authenticate.with === 'none')
    world.log.warn('authenticate: none', {
      why: 'anybody’s word is believed: before the desk is public, set "authenticate": { "with": "dkim" }',
    })
  world.log.info('desk started', { version: version(), tickets: world.cards.all().length })
  return {
    house,
    web,
    ...(intake && { intake }),
    failed,
    async stop() {
      stopping.abort()
      const how = await stopAll({
        work: [...loops, checks.idle()],
        closing,
        release: () => house.release(),
        log: world.log,
      })
      world.log.info('desk stopped')
      return how
    },
  }
}

/** Of the kinds of mailboxes only the one that is used is loaded: they bring the largest libraries. */
async function openMailbox(config: Config): Promise<{ mailbox: Mailbox; intake?: SmtpIntake }> {
  const { mailbox } = config
  if ('imap' in mailbox) {
    const { openImap } = await import('../mailbox/imap.ts')
    return { mailbox: openImap(imapOptions(mailbox.imap)) }
  }
  const opened = await openMaildir(mailbox.maildir)
  if (mailbox.smtp === undefined) return { mailbox: opened }
  const { openSmtpIntake } = await import('../mailbox/smtp-intake.ts')
  const { host, port } = hostPort(mailbox.smtp)
  return {
    mailbox: opened,
    intake: await openSmtpIntake({ host, port, maildir: mailbox.maildir, address: config.address }),
  }
}
export const imapOptions = (imap: Extract<Config['mailbox'], { imap: unknown }>['imap']): ImapOptions => ({
  host: imap.host,
  port: imap.port,
  tls: imap.tls,
  user: imap.user,
  password: imap.password ?? (() => ''),
  inbox: imap.inbox,
  done: imap.done,
  quarantine: imap.quarantine,
  ...(imap.ca !== undefined && { certificateAuthorities: imap.ca }),
})
const pollEvery = ({ mailbox }: Config) => ('imap' in mailbox ? mailbox.imap.pollEvery : mailbox.pollEvery)

export function openTransport(outgoing: OutgoingConfig, address: string): Transport {
  if ('maildir' in outgoing) return maildirTransport(outgoing.maildir)
  const { smtp } = outgoing
  return smtpTransport({
    host: smtp.host,
    port: smtp.port,
    tls: smtp.tls,
    name: address.slice(address.indexOf('@') + 1),
    ...(smtp.user !== undefined && { user: smtp.user }),
    ...(smtp.password !== undefined && { password: smtp.password }),
    ...(smtp.ca !== undefined && { certificateAuthorities: smtp.ca }),
  })
}

const monitorConfig = (config: Config) => ({
  data: config.data,
  probeEvery: config.policy.probeEvery,
  references: config.probe.references,
  probe: {
    resolvers: config.probe.resolvers,
    extraRoots: config.probe.extraRoots,
    allow: config.probe.allow,
  },
})

export function hostPort(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
}
