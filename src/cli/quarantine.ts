import { ask } from '../desk/ask.ts'
import type { LookedAt, Replayed } from '../desk/replay.ts'
import type { Quarantined } from '../store/quarantine.ts'
import {
  complain,
  configOf,
  exit,
  flag,
  print,
  printable,
  printJson,
  UsageError,
  type Command,
} from './command.ts'

/** So many lines of a mail are shown; the file in data/quarantine holds all. */
const linesShown = 60

export const quarantine: Command = {
  name: 'quarantine',
  usage: 'list | show ID | replay ID',
  most: 2,
  summary: 'mail that could not be handled',
  help: [
    ['list', 'id, since when, size, why'],
    ['show ID', 'its headers and beginning, without control characters'],
    ['replay ID', 'read and acted on once more; out of the quarantine when that works'],
  ],
  async run(given) {
    const [verb, id] = given.words
    const config = configOf(given)
    if (verb === 'list' && id === undefined) {
      const all = (await ask(config, { ask: 'quarantine' })) as readonly Quarantined[]
      if (flag(given, 'json')) printJson(all)
      else if (all.length === 0) print('the quarantine is empty')
      else for (const one of all) print(printable(row(one)))
      return exit.ok
    }
    if (verb !== 'show' && verb !== 'replay')
      throw new UsageError('say what: "vouch quarantine list", "show ID" or "replay ID".')
    if (id === undefined || !/^[0-9a-f]{16}$/.test(id))
      throw new UsageError(`name the mail by its 16 hex digits, as "vouch quarantine list" shows them.`)
    if (verb === 'show') {
      const seen = (await ask(config, { ask: 'quarantined', id })) as LookedAt
      if (flag(given, 'json')) printJson({ ...seen.about, beginning: textOf(seen) })
      else show(seen, `${config.data}/quarantine/${id}.eml`)
      return exit.ok
    }
    const replayed = (await ask(config, { ask: 'replay', id })) as Replayed
    if (flag(given, 'json')) printJson({ id, ...replayed })
    else if (replayed.done) print(`${id}: read as ${replayed.kind} and acted on; it is out of the quarantine`)
    if (!replayed.done && !flag(given, 'json'))
      return complain(
        `${id} stays in the quarantine: ${printable(replayed.why)}. Look at it with "vouch quarantine show ${id}".`,
        exit.outside,
      )
    return replayed.done ? exit.ok : exit.outside
  },
}

const row = ({ id, at, size, reason }: Quarantined): string =>
  `${id}  ${at.slice(0, 16)}Z  ${kilobytes(size).padStart(9)}  ${reason}`
const kilobytes = (size: number): string => (size < 10_000 ? `${size} B` : `${Math.round(size / 1000)} KB`)
const textOf = ({ beginning }: LookedAt): string => Buffer.from(beginning, 'base64').toString('utf8')

function show(seen: LookedAt, file: string): void {
  const { about } = seen
  print(`put aside ${about.at.slice(0, 16)}Z, ${kilobytes(about.size)}: ${printable(about.reason)}`)
  print(`the whole mail: ${file}\n`)
  const lines = textOf(seen).split(/\r?\n/)
  for (const line of lines.slice(0, linesShown)) print(printable(line.slice(0, 200)))
  if (lines.length > linesShown) print('…')
}
