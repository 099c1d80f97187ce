import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, lstatSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { unmarked, type Config } from '../config.ts'
import { words } from '../checks/words.ts'
import { askDesk } from '../desk/control.ts'
import { localTimes } from '../desk/local-times.ts'
import { readTemplates, templatesFolder } from '../desk/templates.ts'
import { compileTemplates } from '../letters/compile.ts'
import { samples } from '../letters/samples.ts'
import { letterWriter } from '../letters/write.ts'
import { compilePages } from '../listing/pages.ts'
import { openRoots } from '../probe/roots.ts'
import { isDesks } from '../store/data-folder.ts'
import { holderOf } from '../store/lock.ts'
import { secretIsGone } from '../store/secret.ts'
import { parseListen } from '../web/listening.ts'
import { readPageFiles } from '../web/page-files.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** What the doctor looks at on this machine: nothing here leaves it. */

const gigabyte = 1e9

/** What the configuration says, held against itself. `file`: the one that was read, if any. */
export function configured(config: Config, file: string | undefined): Finding[] {
  const found = file === undefined ? [] : secretsOpenToOthers(file)
  if (config.authenticate.with === 'none')
    found.push(
      warn(
        'config',
        'Anybody’s word is believed (authenticate: none). Before the desk is public, set "authenticate": { "with": "dkim" }.',
      ),
    )
  if (config.reviewers.length === 0)
    found.push(
      fail('config', 'There are no reviewers, so nobody can approve. Name at least one in "reviewers".'),
    )
  else if (config.policy.quorum > config.reviewers.length)
    found.push(
      fail(
        'config',
        `${config.policy.quorum} approvals are asked for (quorum), and there are ${config.reviewers.length} reviewers. Lower quorum or name more.`,
      ),
    )
  if (config.web.url === undefined && !config.embedded)
    found.push(
      warn(
        'config',
        `Letters link to http://${config.web.listen}, which others cannot open. Set web.url to the public address of the page.`,
      ),
    )
  try {
    openRoots(config.probe.extraRoots)
  } catch (error) {
    found.push(fail('config', `probe.certificateAuthorities: ${(error as Error).message}. Name a PEM file.`))
  }
  const what = file ?? 'no config file, so the embedded default'
  return [
    ok('config', `${what}; reviewers: ${config.reviewers.length}, quorum: ${config.policy.quorum}`),
    ...found,
  ]
}
function secretsOpenToOthers(file: string): Finding[] {
  const files: string[] = []
  JSON.parse(unmarked(readFileSync(file, 'utf8')), (key, value: unknown) => {
    if (key === 'passwordFile' && typeof value === 'string') files.push(join(dirname(file), value))
    return value
  })
  return [...new Set(files)]
    .filter((one) => existsSync(one) && (lstatSync(one).mode & 0o077) !== 0)
    .map((one) => warn('config', `${one} can be read by others. Run: chmod 600 ${one}`))
}

/** Rights, free space, and how long a synced write takes. Makes nothing but one file that it removes again. */
export async function dataFolder({ data }: Config): Promise<Finding[]> {
  if (!existsSync(data)) return [folderToCome(data)]
  const status = lstatSync(data)
  if (!status.isDirectory()) return [fail('data', `${data} is no folder. Name another one in "data".`)]
  const found: Finding[] = []
  if ((status.mode & 0o077) !== 0)
    found.push(warn('data', `${data} can be read by others, and it holds mail. Run: chmod 700 ${data}`))
  const probe = join(data, `.doctor-${process.pid}`)
  const began = performance.now()
  try {
    const file = await open(probe, 'wx', 0o600)
    await file.writeFile('x')
    await file.sync()
    await file.close()
  } catch (error) {
    return [...found, fail('data', cannotWrite(data, codeOf(error)))]
  } finally {
    rmSync(probe, { force: true })
  }
  const took = performance.now() - began
  if (took > 200)
    found.push(
      warn(
        'data',
        `A synced write to ${data} took ${took.toFixed(0)} ms: the desk will be slow. Put it on a local disk.`,
      ),
    )
  return [spaceIn(data), ...found]
}
export function cannotWrite(data: string, code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${data} is full, or a quota is used up (${code}). Make room.`
    case 'EROFS':
      return `The disk of ${data} is read-only. Mount it for writing, and look at the kernel log for why it is not.`
    case 'EIO':
      return `The disk of ${data} reports errors (EIO). Look at the kernel log before going on.`
    default:
      return `${data} cannot be written (${code}). Give it to the user the desk runs as: chown -R vouch ${data}`
  }
}
function folderToCome(data: string): Finding {
  let above = dirname(data)
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above)
  try {
    accessSync(above, constants.W_OK)
    return ok('data', `${data} is made at the first start`)
  } catch {
    return fail(
      'data',
      `${data} does not exist and ${above} cannot be written. Make it: install -d -m 700 -o vouch ${data}`,
    )
  }
}
function spaceIn(data: string): Finding {
  const { bavail, bsize, ffree, files } = statfsSync(data)
  const free = bavail * bsize
  const room = `${data}, ${(free / gigabyte).toFixed(1)} GB free`
  if (free < 0.1 * gigabyte)
    return fail('data', `${room}. Make room: nothing can be taken in when the disk is full.`)
  if (files > 0 && ffree < 10_000)
    return fail('data', `${data} has room for ${ffree} more files only. Make room.`)
  return free < gigabyte ? warn('data', `${room}. Make room in time.`) : ok('data', room)
}

export async function secret({ data }: Config): Promise<Finding[]> {
  const path = join(data, 'secret')
  try {
    if (!existsSync(path))
      return [
        (await isDesks(data)) ? fail('secret', secretIsGone(path)) : ok('secret', 'made at the first start'),
      ]
  } catch (error) {
    return [fail('secret', (error as Error).message)]
  }
  if ((lstatSync(path).mode & 0o077) !== 0)
    return [fail('secret', `${path} can be read by others. Run: chmod 600 ${path}`)]
  try {
    return /^[0-9a-f]{64}\n?$/.test(readFileSync(path, 'latin1'))
      ? [ok('secret', 'readable by its owner only')]
      : [fail('secret', `${path} does not hold 64 hex digits. Put it back from a backup.`)]
  } catch (error) {
    return [
      fail('secret', `${path} cannot be read (${codeOf(error)}). Run the doctor as the user of the desk.`),
    ]
  }
}

/** Asks over the socket and never takes the lock, so that it works beside a running desk. 'silent': one holds it and is not heard. */
export async function running({ data }: Config): Promise<boolean | 'silent'> {
  const answered = await Promise.race([askDesk(data, { ask: 'cards' }), pause(5000, 'silent' as const)])
  if (answered !== undefined) return answered === 'silent' ? 'silent' : true
  if ((await holderOf(data)) === undefined) return false
  await pause(1000) // a command that is just at work is soon done
  return (await holderOf(data)) === undefined ? false : 'silent'
}
export function lock(runs: boolean | 'silent', { data }: Config): Finding[] {
  if (runs === 'silent')
    return [
      fail(
        'desk',
        existsSync(join(data, 'desk.sock'))
          ? 'A desk holds the data folder and does not answer. Look at its log, and restart it.'
          : 'A desk holds the data folder and its desk.sock is gone. It makes it anew within ten seconds; else restart it.',
      ),
    ]
  return [
    ok('desk', runs ? 'a desk is running on this data folder' : 'no desk is running on this data folder'),
  ]
}

/** Against ourselves only: the steady clock, what the desk wrote last, and what the system says of its own synchronisation. */
export async function clock({ data }: Config): Promise<Finding[]> {
  const [wall, steady] = [Date.now(), performance.now()]
  await pause(250)
  const drift = Math.abs(Date.now() - wall - (performance.now() - steady))
  if (drift > 50)
    return [
      fail(
        'clock',
        `The clock jumped by ${drift.toFixed(0)} ms while we looked. See to its synchronisation (systemd-timesyncd or chrony).`,
      ),
    ]
  const year = new Date().getUTCFullYear()
  if (year < 2026 || year > 2100) return [fail('clock', `The clock says the year ${year}. Set it.`)]
  const last = lastSeen(data)
  if (last !== undefined && last > Date.now() + 60_000)
    return [
      fail(
        'clock',
        `The clock stands before what the desk wrote last (${new Date(last).toISOString()}). Set it; until then nothing new is believed.`,
      ),
    ]
  const synchronised = await ntp()
  const now = `${new Date().toISOString().slice(0, 19)}Z`
  if (synchronised === false)
    return [
      warn('clock', `${now}, not synchronised: uptime figures rest on it. Run systemd-timesyncd or chrony.`),
    ]
  return [
    ok(
      'clock',
      synchronised === undefined
        ? `${now}; this system does not say whether it is synchronised`
        : `${now}, synchronised`,
    ),
  ]
}
function lastSeen(data: string): number | undefined {
  try {
    const { at } = JSON.parse(readFileSync(join(data, 'uptime', 'heartbeat.json'), 'utf8')) as { at?: string }
    return at === undefined ? undefined : Date.parse(at)
  } catch {
    return undefined
  }
}
function ntp(): Promise<boolean | undefined> {
  if (existsSync('/run/systemd/timesync/synchronized')) return Promise.resolve(true)
  return new Promise((done) =>
    execFile('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 2000 }, (error, out) =>
      done(error === null && /^(yes|no)/.test(out) ? out.startsWith('yes') : undefined),
    ),
  )
}

export async function templates(): Promise<Finding[]> {
  try {
    const writer = letterWriter({ templates: compileTemplates(readTemplates()), words, localTimes })
    for (const sample of Object.values(samples))
      if ('desk' in sample) writer.writeDeskLetter(sample.desk)
      else writer.writeLetter(sample.order, sample.around)
    compilePages(await readPageFiles(join(templatesFolder, 'page')))
    return [ok('templates', `${Object.keys(samples).length} letters and the pages`)]
  } catch (error) {
    return [
      fail('templates', `${(error as Error).message.split('\n')[0] ?? ''}. Mend it in ${templatesFolder}.`),
    ]
  }
}

/** Free, or held by the desk that runs. */
export async function ports(config: Config, runs: boolean): Promise<Finding[]> {
  const smtp = 'maildir' in config.mailbox ? config.mailbox.smtp : undefined
  const wanted = [
    ['page', 'web.listen', config.web.listen],
    ...(config.web.metrics === undefined ? [] : [['metrics', 'web.metrics', config.web.metrics]]),
    ...(smtp === undefined ? [] : [['mail intake', 'mailbox.smtp', smtp]]),
  ] as const
  return Promise.all(wanted.map(([name, key, listen]) => port(name ?? '', key ?? '', listen ?? '', runs)))
}
async function port(name: string, key: string, listen: string, runs: boolean): Promise<Finding> {
  const { host, port: number } = parseListen(listen)
  const trouble = await new Promise<string | undefined>((done) => {
    const server = createServer()
    server.once('error', (error) => done(codeOf(error)))
    server.listen(number, host, () => server.close(() => done(undefined)))
  })
  if (trouble === undefined)
    return runs && number !== 0
      ? warn(
          name,
          `${listen} is free although the desk runs, so that one was started with another ${key}. Restart it.`,
        )
      : ok(name, number === 0 ? 'any free port' : `${listen} is free`)
  if (trouble === 'EADDRINUSE')
    return runs
      ? ok(name, `${listen}, held by the running desk`)
      : fail(name, `${listen} is taken by another program. Stop that one, or set ${key} to a free port.`)
  if (trouble === 'EACCES')
    return fail(
      name,
      `${listen} is not for us. Set ${key} to a port above 1023 and let a proxy pass requests on.`,
    )
  return fail(name, `${listen} cannot be listened on (${trouble}). Set ${key} to an address of this machine.`)
}
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
