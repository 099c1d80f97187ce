import { resolve, sep } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ConfigError, readConfig, type Config } from '../config.ts'
import { version } from '../desk/program.ts'
import { RefusedError } from '../desk/refused.ts'
import { StoreError } from '../store/ports.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Value = string | boolean | readonly (string | boolean)[] | undefined
export type Given = { readonly values: { readonly [name: string]: Value }; readonly words: readonly string[] }
/** One command, one file. `run` answers the exit code. */
export type Command = {
  readonly name: string
  readonly summary: string
  readonly usage: string // what stands after `vouch NAME`
  readonly help: readonly (readonly [option: string, means: string])[]
  readonly options?: Options
  readonly most: number // words after the name, at most
  readonly run: (given: Given) => Promise<number>
}

export class UsageError extends Error {
  override name = 'UsageError' as const
}
/** sysexits(3), as contracts have them. */
export const exit = { ok: 0, usage: 64, damaged: 65, bug: 70, outside: 75, config: 78 } as const

const common: Options = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
}
const commonHelp: Command['help'] = [
  ['--config FILE', 'default ./vouch.json if it exists; paths inside are relative to it'],
  ['--data DIR', 'the data folder, instead of the one configured'],
  ['--json', 'for programs'],
  ['--quiet', 'only what was asked for'],
]

export type Commands = { readonly [name: string]: () => Promise<Command> }

/** Runs one command of the list; every error a person sees is one line: what is wrong and what to do. */
export async function dispatch(commands: Commands, argv: readonly string[]): Promise<number> {
  // Whoever reads our output may stop reading ("| head"): that is no fault.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exit(complain(`cannot write: ${error.message}`, exit.outside))
    })
  const [name, ...rest] = argv
  if (name === '--version') {
    print(`vouch ${version()}`)
    return exit.ok
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview(await Promise.all(Object.values(commands).map((load) => load()))))
    return name === undefined ? exit.usage : exit.ok
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined)
    return complain(`there is no command "${printable(name)}". "vouch --help" lists them.`, exit.usage)
  const command = await load()
  try {
    const { values, positionals } = parse(command, rest)
    if (values['help'] === true) {
      process.stdout.write(helpOf(command))
      return exit.ok
    }
    const more = positionals[command.most]
    if (more !== undefined)
      throw new UsageError(
        `"${printable(more)}" is one word too many: vouch ${command.name} ${command.usage}`.trimEnd(),
      )
    return await command.run({ values, words: positionals })
  } catch (error) {
    return explain(error, command, rest)
  }
}
function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { ...common, ...command.options }, allowPositionals: true })
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message.split('. ')[0]}. "vouch ${command.name} --help" tells more.`,
    )
  }
}

/** Trouble that has its sentence; all else is a fault of ours. */
export const isExpected = (error: unknown): boolean =>
  error instanceof Error && /^(Usage|Refused|Config|Store|Mailbox|Web|Intake)Error$/.test(error.name)

function explain(error: unknown, command: Command, given: readonly string[]): number {
  if (error instanceof UsageError || error instanceof RefusedError)
    return complain(oneLine(error.message), exit.usage)
  if (error instanceof ConfigError) return complain(error.message, exit.config)
  if (error instanceof StoreError)
    return complain(oneLine(error.message), error.kind === 'damaged' ? exit.damaged : exit.outside)
  if (error instanceof Error && /^(Mailbox|Web|Intake)Error$/.test(error.name))
    return complain(oneLine(error.message), exit.outside)
  const wrong = fileTrouble(error, given)
  if (wrong !== undefined) return complain(wrong, exit.usage)
  complain(
    `a fault in vouch ${command.name}, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  return exit.bug
}
export function complain(text: string, code: number = exit.outside): number {
  process.stderr.write(`vouch: ${printable(text)}\n`)
  return code
}
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
/** About a file that was named on the command line; any other that is missing is a fault of ours. */
function fileTrouble(error: unknown, given: readonly string[]): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException
  const isNamed = path === undefined || given.some((word) => isIn(path, word.replace(/^--[\w-]+=/, '')))
  if (!isNamed && code !== 'EACCES') return undefined
  const named = oneLine(path ?? 'the file')
  switch (code) {
    case 'ENOENT':
      return `there is no ${named}: correct the path`
    case 'EACCES':
      return `${named} may not be read by this user: change its rights, or run as another user`
    case 'EISDIR':
    case 'ENOTDIR':
      return `${named} is ${code === 'EISDIR' ? 'a folder' : 'no path'}: name a file`
    case undefined:
    default:
      return undefined
  }
}

const isIn = (path: string, named: string): boolean =>
  `${resolve(path)}${sep}`.startsWith(`${resolve(named)}${sep}`)

function overview(commands: readonly Command[]): string {
  const lines = commands.flatMap((one) => {
    const call = `  vouch ${one.name} ${one.usage}`
    return call.length < 41 ? [`${call.padEnd(42)}${one.summary}`] : [call, `${' '.repeat(42)}${one.summary}`]
  })
  return `Vouch, the verification desk of a directory of public XMPP services.\n\n${lines.join('\n')}\n\n"vouch COMMAND --help" tells more of each.\n`
}
function helpOf(command: Command): string {
  const rows = [...command.help, ...commonHelp]
  const width = Math.max(...rows.map(([option]) => option.length))
  return `vouch ${command.name} ${command.usage}\n\n${command.summary}\n\n${rows.map(([option, means]) => `  ${option.padEnd(width)}  ${means}`).join('\n')}\n`
}

/** Text of strangers for a terminal: no control, bidi or zero-width characters. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '�')

export const text = (given: Given, name: string): string | undefined => {
  const value = given.values[name]
  return typeof value === 'string' ? value : undefined
}
export const texts = (given: Given, name: string): string[] => {
  const value = given.values[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
export const flag = (given: Given, name: string): boolean => given.values[name] === true
/** `secrets`: only who logs in somewhere reads the passwords, so that every other user of the desk need not be able to. */
export const configOf = (given: Given, secrets: 'with secrets' | 'without' = 'without'): Config =>
  readConfig(text(given, 'config'), text(given, 'data'), process.cwd(), secrets === 'with secrets')
export const print = (line: string): void => void process.stdout.write(`${line}\n`)
/** Of characters that a terminal would obey, JSON itself escapes those below U+0020 only. */
export const printJson = (value: unknown): void =>
  print(
    JSON.stringify(value, undefined, 2).replace(
      /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )
/** Colour and live views only for people at a terminal (no-color.org: an empty NO_COLOR does not count). */
export const colourful = (): boolean =>
  process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === ''
export const width = (): number => Math.max(60, Math.min(process.stdout.columns ?? 80, 120))
