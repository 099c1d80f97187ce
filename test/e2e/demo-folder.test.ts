import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshFolder } from '../../src/demo/folder.ts'
import { lockData } from '../../src/store/lock.ts'

const vouch = resolve(import.meta.dirname, '../../dist/main.js')
let data: string
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'vouch-demo-folder-'))))
afterEach(() => rmSync(data, { recursive: true, force: true }))

describe('the folder of the demo', () => {
  it('is refused when it holds what no demo made, and nothing in it is touched', () => {
    mkdirSync(join(data, 'demo'))
    writeFileSync(join(data, 'demo', 'thesis.txt'), 'years of work')
    const done = spawnSync(process.execPath, [vouch, 'demo', '--data', data], { encoding: 'utf8' })
    expect([done.status, done.stdout]).toEqual([64, ''])
    expect(done.stderr).toMatch(/^vouch: .*demo exists and was not made by a demo: .*--data\.\n$/)
    expect(readFileSync(join(data, 'demo', 'thesis.txt'), 'utf8')).toBe('years of work')
  })
  it('is made, and made anew over the last demo', async () => {
    const folder = join(data, 'new', 'demo')
    await freshFolder(folder)
    writeFileSync(join(folder, 'letter.txt'), 'of the last demo')
    await freshFolder(folder)
    expect(existsSync(join(folder, 'letter.txt'))).toBe(false)
    await freshFolder(data.concat('/empty')) // nobody's, too
    expect(readdirSync(join(data, 'empty'))).toHaveLength(1)
  })
  it('stays while another demo is up in it', async () => {
    await freshFolder(data.concat('/demo'))
    const lock = await lockData(join(data, 'demo'))
    await expect(freshFolder(join(data, 'demo'))).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'locked',
    })
    await lock.release()
  })
})

it('a demo whose page finds its port taken says so and ends', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const done = spawnSync(
    process.execPath,
    [vouch, 'demo', '--quiet', '--data', data, '--listen', `127.0.0.1:${port}`],
    { encoding: 'utf8', timeout: 30_000 },
  )
  expect([done.signal, done.status]).toEqual([null, 75])
  expect(done.stderr).toContain(`127.0.0.1:${port} is taken`)
  await new Promise((closed) => server.close(closed))
})
