import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ask } from '../desk/ask.ts'
import type { Invited } from '../desk/invite.ts'
import { importDirectories, type ImportedService, type ImportReport } from '../listing/import.ts'
import { configOf, exit, flag, print, printable, printJson, UsageError, type Command } from './command.ts'

/** A question to a running desk is one line of at most 64 KB. */
const atOnce = 48_000

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE…',
  most: Infinity,
  summary: 'reads an old directory and invites the operators of its services',
  help: [
    ['FILE…', 'vCards as XML, source.xml or services-full.xml of an old directory; or folders of them'],
    ['--dry-run', 'only says what would be done'],
  ],
  options: { 'dry-run': { type: 'boolean' } },
  async run(given) {
    if (given.words.length === 0)
      throw new UsageError('name the files of the old directory: vouch import source.xml vcards/*')
    const files = given.words
      .flatMap(filesOf)
      .map((path) => ({ name: basename(path), text: decoded(readFileSync(path)) }))
    const report = importDirectories(files)
    const dryRun = flag(given, 'dry-run')
    const config = configOf(given)
    const invited: Invited[] = []
    for (const services of batches(report.services))
      invited.push(...((await ask(config, { ask: 'invite', services, dryRun })) as readonly Invited[]))
    if (flag(given, 'json'))
      printJson({ dryRun, services: invited, refused: report.refused, duplicates: report.duplicates })
    else tell(invited, report, dryRun, flag(given, 'quiet'))
    return invited.length > 0 ? exit.ok : exit.damaged
  },
}

function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError(`there is no ${path}: name the files of the old directory`)
  if (!found.isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
/** As the file says of itself (XML 1.0 appendix F): by its byte order mark, by its declaration, else UTF-8. */
function decoded(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const mark = head.startsWith('\xff\xfe') ? 'utf-16le' : head.startsWith('\xfe\xff') ? 'utf-16be' : undefined
  const said = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]
  try {
    return new TextDecoder(mark ?? said).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes) // a name that nobody knows
  }
}

function batches(services: readonly ImportedService[]): ImportedService[][] {
  const all: ImportedService[][] = []
  let room = 0
  for (const one of services) {
    const size = Buffer.byteLength(JSON.stringify(one))
    if (size > room) {
      all.push([])
      room = atOnce
    }
    all.at(-1)?.push(one)
    room -= size
  }
  return all
}

function tell(
  invited: readonly Invited[],
  { services, refused, duplicates }: ImportReport,
  dryRun: boolean,
  quiet: boolean,
): void {
  const line = (file: string, what: string) => print(printable(`${file}: ${what}`))
  if (!quiet) {
    for (const one of invited) line(one.file, `${one.domain}, ${said(one, dryRun)}`)
    for (const { file, domain, problems } of services)
      for (const { field, value } of problems) line(file, `${domain}, ${field} cannot be used: "${value}"`)
    for (const { file, domain, first } of duplicates) line(file, `${domain} is also in ${first}`)
    for (const { file, why } of refused) line(file, `not read: ${why}`)
  }
  const count = (result: Invited['result']) => invited.filter((one) => one.result === result).length
  print(
    `${count('invited')} ${dryRun ? 'would be invited' : 'invited'}, ${count('known')} known already, ` +
      `${count('no-address')} without an address, ${duplicates.length} again, ${refused.length} not read`,
  )
}
function said(one: Invited, dryRun: boolean): string {
  switch (one.result) {
    case 'invited':
      return `${dryRun ? 'would be invited' : `invited as ${one.id ?? ''}`}, by a letter to ${one.to}`
    case 'known':
      return `known already as ${one.id}`
    case 'no-address':
      return 'no address to write to'
  }
}
