import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { allFormats } from '../../src/listing/all-formats.ts'
import type { Format } from '../../src/listing/format.ts'
import type { DomainName } from '../../src/values/names.ts'
import { pause } from './daemon.ts'
import { count, figure, random } from './figures.ts'

// P23: somebody reads every feed, without a pause, while lists are published and their publisher is killed at random moments.
const publishes = count('PUBLISHES', 40, 1000)
const folder = mkdtempSync(join(tmpdir(), 'vouch-feeds-'))
const published = join(folder, 'published')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Publishes from `turn` on until killed; says which turns were done. */
async function publisher(turn: number, until: () => Promise<void>): Promise<number[]> {
  const program = new URL('../servers/feeds-writer.mjs', import.meta.url).pathname
  const child = spawn(process.execPath, [program, published, String(turn)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise((done) => child.once('exit', done))
  while (said === '' && child.exitCode === null) await pause(5)
  await until()
  child.kill('SIGKILL')
  await ended
  return said.split('\n').slice(0, -1).map(Number)
}

test('every feed that is read while lists are published and their publisher is killed is whole and of one list', async () => {
  const next = random(20_261_128)
  const paths = allFormats.map((format): readonly [string, Format] => [
    format.kind === 'file' ? format.path : format.path('s0.example' as DomainName),
    format,
  ])
  let [done, kills, reads, turn, reading] = [0, 0, 0, 1, true]
  const faults: string[] = []
  const reader = async () => {
    while (reading)
      for (const [path, format] of paths) {
        const text = await readFile(join(published, path), 'utf8').catch((error: Error) => error)
        const fault = text instanceof Error ? text.message : faultOf(format, text)
        if (fault !== undefined) faults.push(`${path}: ${fault}`)
        reads += 1
      }
  }
  let readers: Promise<unknown> | undefined
  while (done < publishes && faults.length === 0) {
    const turns = await publisher(turn, async () => {
      readers ??= reader() // from the first list on
      await pause(next() * 1500)
    })
    done += turns.length
    turn += turns.length + 1
    kills += 1
  }
  reading = false
  await readers
  expect(faults.slice(0, 5)).toEqual([])
  expect(reads).toBeGreaterThan(done)
  figure(
    'P23',
    `${done} lists published, ${kills} SIGKILLs, ${reads} feeds read meanwhile: each whole and of one list`,
  )
})

function faultOf(format: Format, text: string): string | undefined {
  const read = format.readBack(text)
  if ('problem' in read) return read.problem
  const turns = new Set(text.match(/turn \d+/g))
  if (turns.size > 1) return `of several lists: ${[...turns].join(', ')}`
  const holds = format.kind === 'file' && format.holds !== undefined
  const of = Number(/turn (\d+)/.exec(text)?.[1] ?? 0)
  return holds && of > 0 && read.domains.length !== 20 + (of % 5) ? 'a service is missing' : undefined
}
