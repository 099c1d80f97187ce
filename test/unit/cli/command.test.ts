import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { dispatch, type Command } from '../../../src/cli/command.ts'

afterEach(() => void vi.restoreAllMocks())
const reads = (path: string): Command => ({
  name: 'read',
  summary: '',
  usage: 'FILE',
  help: [],
  most: 1,
  run: () => Promise.resolve().then(() => readFileSync(path).length),
})
it.each([
  ['nowhere.eml', 64, /^vouch: there is no nowhere\.eml: correct the path\n$/],
  ['inside/of/ours.json', 70, /^vouch: a fault in vouch read, please report it/],
])(
  'a missing %s: only of a file that was named the person is told to correct the path',
  async (path, code, said) => {
    let told = ''
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true))
    expect(await dispatch({ read: () => Promise.resolve(reads(path)) }, ['read', 'nowhere.eml'])).toBe(code)
    expect(told).toMatch(said)
  },
)
