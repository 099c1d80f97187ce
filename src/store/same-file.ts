import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** Whether a file is there and holds just this. */
export function same(path: string, content: string | Uint8Array): boolean {
  try {
    const file = openSync(path, constants.O_RDONLY)
    try {
      const { size } = fstatSync(file)
      if (typeof content === 'string') return startsWith(file, content) === size
      return size === content.byteLength && readFileSync(file).equals(content)
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
const atOnce = 65_536 // of UTF-16; three bytes each at most
const [ours, theirs] = [Buffer.alloc(3 * atOnce), Buffer.alloc(3 * atOnce)]
/** How many bytes the text is when the file begins with it. A list that changed shows it early: the rest need neither be read nor become bytes. */
function startsWith(file: number, text: string): number | undefined {
  let bytes = 0
  for (let at = 0; at < text.length;) {
    const cut = /[\ud800-\udbff]/.test(text[at + atOnce - 1] ?? '') ? atOnce - 1 : atOnce
    const length = ours.write(text.slice(at, at + cut))
    if (readSync(file, theirs, 0, length, bytes) !== length) return undefined
    if (ours.compare(theirs, 0, length, 0, length) !== 0) return undefined
    bytes += length
    at += cut
  }
  return bytes
}
