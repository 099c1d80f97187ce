import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { openDeskBook } from '../../src/store/desk-book.ts'
import { openMail } from '../../src/store/mail.ts'
import { openTickets } from '../../src/store/tickets.ts'
import type { Sha256, TicketId } from '../../src/values/names.ts'

const here = dirname(fileURLToPath(import.meta.url))
const writer = join(here, '../servers/ticket-writer.mjs')
const works = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0
const isRoot = process.getuid?.() === 0
const after: (() => void)[] = []
afterEach(() => {
  for (const undo of after.splice(0).reverse()) undo()
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-kills-'))
  after.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}
type Promised = {
  readonly told: Map<string, { fact: string; bytes: string }>
  readonly book: Map<string, number>
  stopped: string
}
const nothingYet = (): Promised => ({ told: new Map(), book: new Map(), stopped: '' })
function note(promised: Promised, output: string): void {
  for (const line of output.split('\n').slice(0, -1)) {
    const [word, ...rest] = line.split(' ') as [string, string, string, string]
    if (word === 'told') promised.told.set(rest[0], { fact: rest[1], bytes: rest[2] })
    if (word === 'book') promised.book.set(rest[0], Number(rest[1]))
    if (word === 'stopped') promised.stopped = rest.join(' ')
  }
}
/** Every file whole, and everything that was promised is there. */
async function verify(data: string, promised: Promised): Promise<void> {
  const tickets = await openTickets(data)
  await tickets.each(() => undefined)
  const mail = await openMail(data)
  for (const [id, { fact, bytes }] of promised.told) {
    const ticket = await tickets.read(id as TicketId)
    expect(
      ticket?.facts.map((one) => one.id),
      `${id} has ${fact}`,
    ).toContain(fact)
    await mail.get(bytes as Sha256)
  }
  const { attempts } = (await openDeskBook(data)).read()
  for (const [seed, n] of promised.book) expect(attempts[seed] ?? 0).toBeGreaterThanOrEqual(n)
  expect(readdirSync(join(data, 'tickets')).filter((name) => name.endsWith('.tmp'))).toEqual([])
}
/** Runs the writer until it has been killed (after `ms` of work) or has stopped by itself. */
async function write(
  data: string,
  seed: string,
  ms: number,
  promised: Promised,
  wrap: readonly string[] = [],
): Promise<void> {
  const [command, ...args] = [...wrap, process.execPath, writer, data, seed] as unknown as [
    string,
    ...string[],
  ]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  })
  let output = ''
  let trouble = ''
  const ready = new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('ready')) done()
    })
    child.once('exit', () => done())
  })
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()))
  const gone = new Promise<void>((done) => child.once('close', () => done()))
  await ready
  const early = await Promise.race([gone.then(() => true), pause(ms).then(() => false)])
  if (!early) child.kill('SIGKILL')
  await gone
  expect(trouble.replace(/^strace.*\n/gm, '')).toBe('')
  expect(output, `${seed} began`).toContain('ready')
  note(promised, output)
}

describe.skipIf(!existsSync(join(here, '../../dist/store/tickets.js')))(
  'the store of a program that dies',
  () => {
    test('40 SIGKILLs at random moments: never a half file, never a broken promise', async () => {
      const data = folder()
      const promised = nothingYet()
      let seed = 7
      for (let i = 0; i < 40; i += 1) {
        seed = (seed * 48_271) % 2_147_483_647
        await write(data, `run${i}`, 5 + (seed % 60), promised)
        if (i % 10 === 9) await verify(data, promised)
      }
      expect(promised.told.size).toBe(7)
      await verify(data, promised)
    })

    const strace = works('strace', '-V')
    if (!strace) console.warn('PASSED OVER, failing system calls: strace is not installed')
    describe.skipIf(!strace)('when one system call', () => {
      const inject = (calls: string, what: string): string[] => [
        'strace',
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        `trace=${calls}`,
        '-e',
        `inject=${calls}:${what}`,
      ]
      test.each([1, 2, 3, 4, 5, 6, 7, 9, 12])('is the last one: killed at rename number %i', async (n) => {
        const data = folder()
        const promised = nothingYet()
        await write(data, 'killed', 20_000, promised, inject('rename', `signal=SIGKILL:when=${n}`))
        expect(promised.stopped).toBe('') // it did not end by itself
        await verify(data, promised)
        await write(data, 'next', 200, promised)
        await verify(data, promised)
      })
      test.each([
        ['fsync', 'EIO', /disk reports errors/],
        ['rename', 'ENOSPC', /disk is full/],
        ['fsync', 'ENOSPC', /disk is full/],
      ])(
        'fails: %s with %s stops the writer in one line, and the old state stands',
        async (call, error, words) => {
          for (const n of [9, 10, 11, 12]) {
            const data = folder()
            const promised = nothingYet()
            await write(data, 'failing', 20_000, promised, inject(call, `error=${error}:when=${n}`))
            expect(promised.stopped).toMatch(/^StoreError unwritable/)
            expect(promised.stopped).toMatch(words)
            await verify(data, promised)
          }
        },
      )
    })

    const tmpfs = isRoot && canMount()
    if (!tmpfs) console.warn('PASSED OVER, a full disk: it needs root and tmpfs')
    test.skipIf(!tmpfs)(
      'a disk that fills up: what was promised stays, it is said in one line, and it goes on when there is room',
      async () => {
        const disk = tinyDisk()
        if (disk === undefined) throw new Error('mount failed')
        after.push(disk.unmount)
        const promised = nothingYet()
        await write(disk.path, 'filling', 20_000, promised)
        expect(promised.stopped).toMatch(/^StoreError unwritable .*the disk is full; make room/)
        await verify(disk.path, promised)
        expect(works('mount', '-o', 'remount,size=4m', disk.path)).toBe(true)
        promised.stopped = ''
        await write(disk.path, 'room', 300, promised)
        expect(promised.stopped).toBe('')
        await verify(disk.path, promised)
      },
    )

    const holder = (data: string): string => {
      const script = join(folder(), 'holder.mjs')
      writeFileSync(
        script,
        `import { lockData } from ${JSON.stringify(join(here, '../../dist/store/lock.js'))}
        const lock = await lockData(${JSON.stringify(data)}).catch((error) => { console.log(error.message); process.exit(75) })
        console.log('mine'); setInterval(() => lock, 1e6)`,
      )
      return script
    }
    /** Starts one; resolves to what it says first. */
    const begin = async (
      script: string,
    ): Promise<{ said: string; pid: number; kill: () => Promise<void> }> => {
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
      const gone = new Promise<void>((done) => child.once('exit', () => done()))
      const said = await new Promise<string>((done) =>
        child.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim())),
      )
      return { said, pid: child.pid as number, kill: () => (child.kill('SIGKILL'), gone) }
    }
    test('of 12 programs that start at once, one runs', async () => {
      const script = holder(folder())
      const all = await Promise.all(Array.from({ length: 12 }, () => begin(script)))
      expect(all.filter(({ said }) => said === 'mine')).toHaveLength(1)
      expect(all.filter(({ said }) => said.includes('is in use by another vouch'))).toHaveLength(11)
      await Promise.all(all.map(({ kill }) => kill()))
    })
    test('the lock of a killed one is free at once', async () => {
      const script = holder(folder())
      for (let i = 0; i < 3; i += 1) {
        const first = await begin(script)
        expect(first.said).toBe('mine')
        const second = await begin(script)
        expect(second.said).toContain(`another vouch (process ${first.pid})`)
        await Promise.all([first.kill(), second.kill()])
      }
    })
  },
)

function canMount(): boolean {
  const disk = tinyDisk()
  disk?.unmount()
  return disk !== undefined
}
function tinyDisk(): { path: string; unmount: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'vouch-disk-'))
  const mounted = works('mount', '-t', 'tmpfs', '-o', 'size=256k,mode=700', 'vouch-test', path)
  if (!mounted) {
    rmSync(path, { recursive: true, force: true })
    return undefined
  }
  return {
    path,
    unmount: () => {
      works('umount', path)
      rmSync(path, { recursive: true, force: true })
    },
  }
}
