import { mkdirSync, writeFileSync, existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockData } from '../../../src/store/lock.ts'
import { dataFolder } from './samples.ts'

describe('the lock of a data folder', () => {
  test('lets one in, names it to the next, and the next in when the first has gone', async () => {
    const data = dataFolder()
    const first = await lockData(data)
    await expect(lockData(data)).rejects.toMatchObject({
      kind: 'locked',
      message: expect.stringContaining(`in use by another vouch (process ${process.pid})`) as string,
    })
    await first.release()
    const second = await lockData(data)
    await second.release()
    expect(existsSync(join(data, 'lock'))).toBe(false)
  })
  test('20 at once: one', async () => {
    const data = dataFolder()
    const tried = await Promise.allSettled(Array.from({ length: 20 }, () => lockData(data)))
    const got = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(got).toHaveLength(1)
    for (const lock of got) await lock.release()
  })
  test('the same folder by another path is the same folder; another folder is not', async () => {
    const data = dataFolder()
    const lock = await lockData(data)
    await expect(lockData(join(data, '..', data.split('/').at(-1) as string))).rejects.toMatchObject({
      kind: 'locked',
    })
    const other = await lockData(dataFolder())
    await other.release()
    await lock.release()
  })
  test('the monitor has a lock of its own', async () => {
    const data = dataFolder()
    const desk = await lockData(data)
    const monitor = await lockData(data, 'monitor.lock')
    await expect(lockData(data, 'monitor.lock')).rejects.toMatchObject({ kind: 'locked' })
    await Promise.all([desk.release(), monitor.release()])
  })
  test('a file that a killed one left does not hold anybody up', async () => {
    const data = dataFolder()
    writeFileSync(join(data, 'lock'), '')
    const lock = await lockData(data)
    await expect(lockData(data)).rejects.toMatchObject({ kind: 'locked' })
    await lock.release()
  })
  test('works in a folder with a very long path', async () => {
    const data = join(dataFolder(), 'x'.repeat(120))
    mkdirSync(data)
    const lock = await lockData(data)
    await expect(lockData(data)).rejects.toThrow(`process ${process.pid}`)
    await lock.release()
  })
  test('holds between network namespaces too: whoever listens on the file counts', async () => {
    const data = dataFolder()
    const elsewhere = createServer((socket) => socket.end('4711\n'))
    await new Promise<void>((done) => elsewhere.listen(join(data, 'lock'), done))
    await expect(lockData(data)).rejects.toThrow('process 4711')
    await new Promise((done) => elsewhere.close(done))
  })
})
