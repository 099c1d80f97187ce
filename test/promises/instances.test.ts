import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { deskFolder, serve } from './daemon.ts'
import { count, figure } from './figures.ts'

// P6: twenty at once, again and again; and real desks on one folder.
const rounds = count('ROUNDS', 4, 50)
const folder = mkdtempSync(join(tmpdir(), 'vouch-instances-'))
const desk = deskFolder()
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  desk.remove()
})
const holder = join(folder, 'holder.mjs')
writeFileSync(
  holder,
  `import { lockData } from ${JSON.stringify(resolve(import.meta.dirname, '../../dist/store/lock.js'))}
   const lock = await lockData(${JSON.stringify(join(folder, 'data'))}).catch((error) => { console.log(error.message); process.exit(75) })
   console.log('mine'); setInterval(() => lock, 1e6)`,
)
function begin() {
  const child = spawn(process.execPath, [holder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const said = new Promise<string>((done) =>
    child.stdout.once('data', (text: Buffer) => done(text.toString())),
  )
  return { said, kill: () => (child.kill('SIGKILL'), gone) }
}

test('of twenty at once one has the folder, every time; it is killed, and the next twenty have one', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const all = Array.from({ length: 20 }, begin)
    const said = await Promise.all(all.map((one) => one.said))
    expect(said.filter((one) => one === 'mine\n')).toHaveLength(1)
    expect(said.filter((one) => one.includes('is in use by another vouch'))).toHaveLength(19)
    await Promise.all(all.map(({ kill }) => kill()))
  }
})

test('a second desk says in one line who has the folder; after a SIGKILL the next one starts', async () => {
  const first = serve(desk)
  expect(await first.started, first.log()).toBe(true)
  const second = serve(desk)
  expect([await second.gone, await second.started]).toEqual([75, false])
  expect(second.log().trim().split('\n')).toEqual([
    expect.stringContaining(`is in use by another vouch (process ${first.pid})`),
  ])
  first.kill('SIGKILL')
  await first.gone
  const third = serve(desk)
  expect(await third.started, third.log()).toBe(true)
  third.kill('SIGTERM')
  expect(await third.gone).toBe(0)
  figure(
    'P6',
    `${rounds} times 20 at once: one each time, the other 19 name it; after a SIGKILL the next has it`,
  )
})
