import { basename, dirname, join } from 'node:path'
import type { Accounts } from '../accounts/accounts.ts'
import type { Config } from '../config.ts'
import { words } from '../checks/words.ts'
import { compileTemplates } from '../letters/compile.ts'
import { letterWriter } from '../letters/write.ts'
import type { Trouble } from '../letters/letters.ts'
import { compilePages, type Pages } from '../listing/pages.ts'
import { openHourlyBudget } from '../probe/budget.ts'
import type { ProbeTools } from '../probe/tools.ts'
import { sweepBeside } from '../store/beside.ts'
import { Cards } from '../store/cards.ts'
import { openDeskBook } from '../store/desk-book.ts'
import { refuseNoDesk } from '../store/data-folder.ts'
import { openEvidence, type EvidenceFiles } from '../store/evidence.ts'
import { openLedgers, type Ledgers } from '../store/ledgers.ts'
import { lockData } from '../store/lock.ts'
import { openMail, type Mail } from '../store/mail.ts'
import { migrate } from '../store/migrate.ts'
import { openQuarantine, type Quarantine } from '../store/quarantine.ts'
import { readSecret } from '../store/secret.ts'
import { openTickets, type Tickets } from '../store/tickets.ts'
import { showDuration } from '../values/instant.ts'
import { instant } from '../values/instant.ts'
import { readPageFiles } from '../web/page-files.ts'
import { openDesk, type Desk } from './desk.ts'
import { openKeptCards, type KeptCards } from './kept-cards.ts'
import { later } from './later.ts'
import { localTimes } from './local-times.ts'
import { openLog } from './log.ts'
import { newestStored, openClock, setBack } from './now.ts'
import { accountsOf, probeTools } from './probe-tools.ts'
import { listedIn, nothingRemembered, type Remembered } from './remembered.ts'
import { readTemplates, templatesFolder } from './templates.ts'
import type { World } from './world.ts'

/** The data folder, locked and read: all that works without a loop running. */
export type House = {
  readonly config: Config
  readonly world: World
  readonly desk: Desk
  readonly pages: Pages
  readonly tools: ProbeTools
  readonly accounts: Accounts | undefined
  readonly quarantine: Quarantine
  /** The same files as the world's, with what only retention and erasing may do. */
  readonly files: { readonly tickets: Tickets; readonly mail: Mail; readonly evidence: EvidenceFiles }
  readonly ledgers: Ledgers
  readonly published: string
  readonly remembered: Remembered
  readonly keptCards: KeptCards
  readonly isNew: boolean // there was no desk.json
  readonly troubles: () => readonly Trouble[]
  readonly trouble: (code: string, detail: string | undefined) => void // undefined: over
  /** The domains of the published list in this folder; none when there is no list. undefined: it cannot be read. */
  readonly listedBefore: (folder: string) => readonly string[] | undefined
  readonly release: () => Promise<void>
}

/** Where there is no desk yet, one begins; or there must be one; or one goes on whose secret is lost. */
type Opening = 'begin' | 'find' | 'adopt'
/** @throws StoreError when the folder is in use, damaged or cannot be written */
export async function openHouse(
  config: Config,
  log: 'info' | 'warn' | 'silent' = 'info',
  how: Opening = 'begin',
): Promise<House> {
  await migrate(config.data, instant(Date.now()))
  if (how === 'find') refuseNoDesk(config.data)
  const lock = await lockData(config.data)
  try {
    await sweepBeside(dirname(config.data), (whose) => whose === basename(config.data))
    const secret = await readSecret(config.data, how === 'adopt')
    return await furnish(config, secret, log, () => lock.release())
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function furnish(
  config: Config,
  secret: string,
  level: 'info' | 'warn' | 'silent',
  release: () => Promise<void>,
): Promise<House> {
  const { data } = config
  const ledgers = await openLedgers(data)
  const book = await openDeskBook(data)
  const page = (config.web.url ?? `http://${config.web.listen}`).replace(/\/$/, '')
  const clock = openClock()
  const { now } = clock
  const accounts = await accountsOf(config)
  const tools = probeTools(config, now, { accounts })
  const hourly = openHourlyBudget(Date.now)
  const files = {
    tickets: await openTickets(data),
    mail: await openMail(data),
    evidence: await openEvidence(data),
  }
  const world: World = {
    now,
    policy: config.policy,
    roster: { reviewers: config.reviewers.map((one) => one.email), team: config.team },
    secret,
    address: config.address,
    who: {
      name: config.name,
      address: config.address,
      page,
      ...(config.probe.source !== undefined && { source: config.probe.source }),
    },
    authenticate: config.authenticate,
    page,
    ...files,
    book,
    ledgers,
    cards: new Cards(),
    gather: async (order, forStranger) => {
      const { gather } = await later.probing()
      return gather(order, forStranger ? { ...tools, hourly } : tools)
    },
    ...letterWriter({ templates: compileTemplates(readTemplates()), words, localTimes }),
    log: openLog(secret, level),
  }
  const desk = openDesk(world)
  const keptCards = openKeptCards(world, data, desk.onChange)
  await desk.start((id) => join(data, 'tickets', `${id}.json`), keptCards)
  const troubles = new Map<string, Trouble>()
  const newest = newestStored(book.read(), world.cards.all(), await ledgers.heartbeat())
  const ahead = newest && clock.after(newest)
  const remembered = nothingRemembered()
  const house: House = {
    config,
    world,
    desk,
    tools,
    accounts,
    files,
    pages: compilePages(await readPageFiles(join(templatesFolder, 'page'))),
    quarantine: await openQuarantine(data),
    ledgers,
    published: join(data, 'published'),
    keptCards,
    remembered,
    isNew: book.isNew,
    troubles: () => [...troubles.values()].filter(({ code }) => code !== setBack || now() < (newest ?? '')),
    trouble(code, detail) {
      if (detail === undefined) troubles.delete(code)
      else if (troubles.get(code)?.detail !== detail) {
        troubles.set(code, { code, detail, since: troubles.get(code)?.since ?? now() })
        world.log.warn('trouble', { code, detail })
      }
    },
    listedBefore: (folder) => listedIn(folder, remembered),
    async release() {
      await accounts?.close()
      await release()
    },
  }
  if (ahead !== undefined)
    house.trouble(
      setBack,
      `what is stored is ${showDuration(Math.round(ahead / 60_000) * 60_000)} ahead of it (${newest}): look at the time service of this machine`,
    )
  return house
}
