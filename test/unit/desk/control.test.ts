import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { lock as doctorsLock, running } from '../../../src/cli/doctor-house.ts'
import type { Config } from '../../../src/config.ts'
import { ask } from '../../../src/desk/ask.ts'
import { askDesk, openControl, type Answers } from '../../../src/desk/control.ts'
import { RefusedError } from '../../../src/desk/refused.ts'
import { lockData } from '../../../src/store/lock.ts'
import { StoreError } from '../../../src/store/ports.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-control-'))
  folders.push(made)
  return made
}
const answers: Answers = {
  echo: ({ text }) => Promise.resolve(text),
  refuse: () => Promise.reject(new RefusedError('there is no ticket IM-2026-0009')),
  damaged: () => Promise.reject(new StoreError('damaged', '/x/IM-2026-0001.json', 'x is cut off')),
  locked: () => Promise.reject(new StoreError('locked', '/x', 'x is in use')),
  fault: () => Promise.reject(new TypeError('x is undefined')),
}

describe('a running desk that is asked', () => {
  it('says whose trouble an error is, so that the exit code can', async () => {
    const data = folder()
    const control = await openControl(data, answers)
    const kinds = []
    for (const question of ['refuse', 'damaged', 'locked', 'fault', 'constructor', 'unheard-of']) {
      const answer = await askDesk(data, { ask: question })
      kinds.push([question, answer?.ok === false && answer.kind])
    }
    expect(kinds).toEqual([
      ['refuse', 'refused'],
      ['damaged', 'damaged'],
      ['locked', 'locked'],
      ['fault', 'bug'],
      ['constructor', 'unwritable'],
      ['unheard-of', 'unwritable'],
    ])
    const config = { data } as Config
    await expect(ask(config, { ask: 'refuse' })).rejects.toBeInstanceOf(RefusedError)
    await expect(ask(config, { ask: 'damaged' })).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'damaged',
    })
    await expect(ask(config, { ask: 'fault' })).rejects.toThrow(/in the running desk: x is undefined/)
    await control.close()
  })
  it('ends at once beside clients that ask nothing and clients that read nothing', async () => {
    const data = folder()
    const long = 'x'.repeat(4_000_000)
    const control = await openControl(data, { long: () => Promise.resolve(long) })
    const idle = connect({ path: join(data, 'desk.sock') })
    const deaf = connect({ path: join(data, 'desk.sock') })
    for (const socket of [idle, deaf]) {
      socket.on('error', () => undefined)
      await new Promise((done) => socket.once('connect', done))
    }
    deaf.pause()
    deaf.write('{"ask":"long"}\n')
    expect(await askDesk(data, { ask: 'long' })).toMatchObject({ ok: true, result: long })
    const began = performance.now()
    await control.close()
    expect(performance.now() - began).toBeLessThan(3000)
    idle.destroy()
    deaf.destroy()
  })
  it('answers what was asked before it ends', async () => {
    const data = folder()
    let finish: (() => void) | undefined
    const started = { now: () => undefined as void }
    const working = new Promise<void>((done) => (started.now = done))
    const control = await openControl(data, {
      slow: () => (started.now(), new Promise((done) => (finish = () => done('done')))),
    })
    const answer = askDesk(data, { ask: 'slow' })
    await working
    let closed = false
    const closing = control.close().then(() => (closed = true))
    await new Promise((done) => setImmediate(done))
    expect(closed).toBe(false)
    finish?.()
    expect(await answer).toEqual({ ok: true, result: 'done' })
    await closing
  })
  it('is heard again soon after somebody removed its socket', async () => {
    const data = folder()
    const control = await openControl(data, answers, 20)
    rmSync(join(data, 'desk.sock'))
    expect(await askDesk(data, { ask: 'echo' })).toBeUndefined()
    await vi.waitFor(async () =>
      expect(await askDesk(data, { ask: 'echo', text: 'hello' })).toEqual({ ok: true, result: 'hello' }),
    )
    expect(statSync(join(data, 'desk.sock')).mode & 0o777).toBe(0o600)
    await control.close()
    expect(await askDesk(data, { ask: 'echo' })).toBeUndefined()
  })
  it('until then, whoever asks hears what to wait for, and not that there is another desk', async () => {
    const data = folder()
    writeFileSync(join(data, 'secret'), 'x')
    const lock = await lockData(data)
    await expect(ask({ data } as Config, { ask: 'cards' })).rejects.toThrow(
      /desk\.sock is not there.*within ten seconds.*restart it/,
    )
    expect(await running({ data } as Config)).toBe('silent')
    expect(doctorsLock('silent', { data } as Config)).toMatchObject([
      { result: 'FAIL', says: expect.stringMatching(/desk\.sock is gone/) },
    ])
    await lock.release()
    expect(await running({ data } as Config)).toBe(false)
  })
  it.each(['', 'tickets-of-another'])(
    'a folder without a desk (%j) is refused and left as it is',
    async (name) => {
      const data = join(folder(), 'mistyped')
      if (name !== '') mkdirSync(join(data, name), { recursive: true, mode: 0o700 })
      for (const question of ['cards', 'erase', 'publish', 'list', 'quarantine'])
        await expect(ask({ data } as Config, { ask: question })).rejects.toMatchObject({
          kind: 'unwritable',
          message: `${data} is no desk's data folder. Name the right one with --config or --data.`,
        })
      expect(existsSync(data) ? readdirSync(data) : []).toEqual(name === '' ? [] : [name])
    },
  )
  it('is found in a folder whose path is longer than a socket may be named', async () => {
    const data = join(folder(), 'd'.repeat(120))
    mkdirSync(data)
    const control = await openControl(data, answers)
    expect(statSync(join(data, 'desk.sock')).mode & 0o777).toBe(0o600)
    expect(await askDesk(data, { ask: 'echo', text: 'hello' })).toEqual({ ok: true, result: 'hello' })
    await control.close()
    expect(await askDesk(data, { ask: 'echo' })).toBeUndefined()
  })
})
