import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { openMail } from '../../src/store/mail.ts'
import { openTickets } from '../../src/store/tickets.ts'
import type { Sha256, TicketId } from '../../src/values/names.ts'

const writer = join(dirname(fileURLToPath(import.meta.url)), '../servers/ticket-writer.mjs')
const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0
/** FS_IOC_SHUTDOWN, flag 2: the file system stops at once and forgets what was not yet on the disk, as when the power goes. */
const cut = (path: string): boolean =>
  run(
    'python3',
    '-c',
    `import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack("I", 2))`,
    path,
  )

const why =
  process.getuid?.() !== 0
    ? 'it needs root'
    : !run('mkfs.ext4', '-V')
      ? 'mkfs.ext4 is not installed'
      : !run('python3', '-V')
        ? 'python3 is not installed'
        : undefined
const folder = why === undefined ? mkdtempSync(join(tmpdir(), 'vouch-power-')) : ''
/** Cuts of each sort: a full run of the promises (test/promises) makes a hundred. */
const cuts = process.env['VOUCH_PROMISES'] === 'full' ? 50 : 8
const systems = {
  // without its kindness to programs that forget to sync
  ext4: { size: '48M', options: 'loop,noauto_da_alloc,commit=300' },
  xfs: { size: '320M', options: 'loop' },
} as const
type System = keyof typeof systems
const image = (system: System) => join(folder, `${system}.img`)
const diskOf = (system: System) => join(folder, system)
const mount = (system: System): boolean =>
  run('mount', '-o', systems[system].options, image(system), diskOf(system))
function ready(system: System): boolean {
  if (why !== undefined) return false
  mkdirSync(diskOf(system))
  return (
    run('truncate', '-s', systems[system].size, image(system)) &&
    run(`mkfs.${system}`, '-q', image(system)) &&
    mount(system)
  )
}
const able = { ext4: ready('ext4'), xfs: run('mkfs.xfs', '-V') && ready('xfs') }
if (!able.ext4) console.warn(`PASSED OVER, power cuts: ${why ?? 'no loop device can be mounted here'}`)
else if (!able.xfs) console.warn('PASSED OVER, power cuts on xfs: mkfs.xfs is not installed')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(['ext4', 'xfs'] as const)('when the power goes on %s', (system) => {
  const disk = diskOf(system)
  const data = join(disk, 'data')
  afterAll(() => run('umount', disk))
  test.skipIf(!able[system])(
    'many times at random moments, everything that was promised is there and every file is whole',
    async () => {
      let seed = 11
      for (let i = 0; i < cuts; i += 1) {
        seed = (seed * 48_271) % 2_147_483_647
        expect(await broken(await writeUntilCut([`run${i}`], 'told', 20 + (seed % 80)))).toEqual([])
      }
    },
  )
  test.skipIf(!able[system])(
    'many times right after a promise, before anything else was synced',
    async () => {
      for (let i = 0; i < cuts; i += 1)
        expect(await broken(await writeUntilCut([`rest${i}`, String(1 + (i % 8))], 'resting', 0))).toEqual([])
    },
  )

  /** The promises that do not hold after the power is back. A damaged file is thrown. */
  async function broken(told: ReadonlyMap<string, readonly [string, string]>): Promise<string[]> {
    expect(run('umount', disk) && mount(system)).toBe(true)
    const tickets = await openTickets(data)
    const mail = await openMail(data)
    await tickets.each(() => undefined)
    const lost: string[] = []
    for (const [id, [fact, bytes]] of told) {
      const ticket = await tickets.read(id as TicketId)
      if (ticket?.facts.some((one) => one.id === fact) !== true) lost.push(`${id} ${fact}`)
      await mail.get(bytes as Sha256)
    }
    return lost
  }
  async function writeUntilCut(
    args: readonly string[],
    word: string,
    ms: number,
  ): Promise<Map<string, [string, string]>> {
    const child = spawn(process.execPath, [writer, data, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    const begun = new Promise<void>((done) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes(word)) done()
      })
      child.once('exit', () => done())
    })
    const gone = new Promise<void>((done) => child.once('close', () => done()))
    await begun
    await pause(ms)
    const heard = output // what was promised by now, at least
    expect(cut(disk)).toBe(true)
    child.kill('SIGKILL')
    await gone
    const told = new Map<string, [string, string]>()
    for (const line of heard.split('\n').slice(0, -1)) {
      const [word, id, fact, bytes] = line.split(' ')
      if (word === 'told') told.set(id as string, [fact as string, bytes as string])
    }
    expect(told.size).toBeGreaterThan(0)
    return told
  }
})
