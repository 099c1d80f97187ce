import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Two machines that this test makes for itself: network namespaces `desk` and `world`, joined by a line each for
 * packets and for the resolver, which can be cut apart. Needs root. Nothing in them reaches any other network.
 */
export type Networks = {
  readonly world: string // address of the world as the desk sees it
  readonly resolver: string
  /** A Node program inside one of them; JSON lines on its stdin and stdout. */
  start(side: 'desk' | 'world', program: string, argument: object): Talk
  /** `ours`: our own end goes down, as when a cable is pulled. `far`: packets vanish somewhere. */
  cut(line: 'packets' | 'resolver', end: 'ours' | 'far'): void
  mend(line: 'packets' | 'resolver', end: 'ours' | 'far'): void
  close(): void
}
export type Talk = {
  readonly child: ChildProcess
  say(message: object): void
  onLine(hear: (message: never) => void): void
  end(): Promise<void>
}

const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' })
function must(...args: string[]): void {
  const done = ip(...args)
  if (done.status !== 0) throw new Error(`ip ${args.join(' ')}: ${done.stderr.trim()}`)
}
const lines = { packets: '10.99.0', resolver: '10.98.0' } as const

/** Why there can be none here; undefined when there can. */
export function noNetworks(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root'
  if (ip('-V').status !== 0) return 'ip (iproute2) is not installed'
  const name = `vouch-try-${process.pid}`
  const made = ip('netns', 'add', name)
  ip('netns', 'del', name)
  return made.status === 0 ? undefined : `no network namespace can be made: ${made.stderr.trim()}`
}

export function twoNetworks(): Networks {
  const name = (side: 'desk' | 'world') => `vouch-${side}-${process.pid}`
  const started: Talk[] = []
  for (const side of ['desk', 'world'] as const) {
    must('netns', 'add', name(side))
    must('-n', name(side), 'link', 'set', 'lo', 'up')
  }
  for (const [line, net] of Object.entries(lines)) {
    must(
      '-n',
      name('desk'),
      'link',
      'add',
      line,
      'type',
      'veth',
      'peer',
      'name',
      line,
      'netns',
      name('world'),
    )
    for (const [side, host] of [
      ['desk', 1],
      ['world', 2],
    ] as const) {
      must('-n', name(side), 'address', 'add', `${net}.${host}/24`, 'dev', line)
      must('-n', name(side), 'link', 'set', line, 'up')
    }
  }
  const set = (line: keyof typeof lines, end: 'ours' | 'far', how: 'up' | 'down') =>
    must('-n', name(end === 'ours' ? 'desk' : 'world'), 'link', 'set', line, how)
  return {
    world: `${lines.packets}.2`,
    resolver: `${lines.resolver}.2`,
    start(side, program, argument) {
      const child = spawn(
        'ip',
        ['netns', 'exec', name(side), process.execPath, program, JSON.stringify(argument)],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      )
      const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
      const read = createInterface(child.stdout)
      const one: Talk = {
        child,
        say: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
        onLine: (hear) => void read.on('line', (text) => hear(JSON.parse(text) as never)),
        end: () => {
          child.stdin.end()
          return gone
        },
      }
      started.push(one)
      return one
    },
    cut: (line, end) => set(line, end, 'down'),
    mend: (line, end) => set(line, end, 'up'),
    close() {
      for (const { child } of started) child.kill('SIGKILL')
      for (const side of ['desk', 'world'] as const) ip('netns', 'del', name(side))
    },
  }
}
