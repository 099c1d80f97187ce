import { describe, expect, it } from 'vitest'
import { stopAll } from '../../../src/desk/stopping.ts'

const soon = { work: 20, closing: 20 }
const never = new Promise<never>(() => undefined)
function house() {
  const done: string[] = []
  return {
    done,
    close: (name: string) => () => (done.push(name), Promise.resolve()),
    release: () => (done.push('released'), Promise.resolve()),
    log: { warn: (event: string) => void done.push(`warned: ${event}`) },
  }
}

describe('a desk that stops', () => {
  it('closes what it opened, newest first, and then lets the data folder go', async () => {
    const { done, close, release, log } = house()
    const closing = [close('web'), close('mailbox'), close('control')]
    expect(await stopAll({ work: [Promise.resolve()], closing, release, log })).toBe('ended')
    expect(done).toEqual(['control', 'mailbox', 'web', 'released'])
  })
  it('goes on closing when one close fails, and when a loop failed', async () => {
    const { done, close, release, log } = house()
    const failing = () => Promise.reject(new Error('gone'))
    const work = [Promise.reject(new Error('a loop'))]
    expect(await stopAll({ work, closing: [close('web'), failing], release, log })).toBe('ended')
    expect(done).toEqual(['warned: closing', 'web', 'released'])
  })
  it('keeps the data folder locked while a loop still works', async () => {
    const { done, close, release, log } = house()
    expect(await stopAll({ work: [never], closing: [close('web')], release, log }, soon)).toBe('late')
    expect(done).toEqual(['web', 'warned: stopping'])
  })
  it('waits for no close that hangs', async () => {
    const { done, release, log } = house()
    expect(await stopAll({ work: [], closing: [() => never], release, log }, soon)).toBe('late')
    expect(done).toEqual(['warned: stopping'])
  })
  it('lets a loop end that only its closed connection ends', async () => {
    const { done, release, log } = house()
    let hangUp: () => void = () => undefined
    const loop = new Promise<void>((ended) => (hangUp = ended))
    const close = () => (hangUp(), Promise.resolve())
    expect(await stopAll({ work: [loop], closing: [close], release, log }, { work: 20, closing: 3500 })).toBe(
      'ended',
    )
    expect(done).toEqual(['released'])
  })
})
