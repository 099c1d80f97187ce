/**
 * Is a person's address or number in these bytes, also where mail writes it in another way: quoted-printable and base64
 * bodies, encoded words (RFC 2047), percent signs in links and JSON escapes? Linear in the bytes, whatever they are.
 */
export function mentions(bytes: Uint8Array, words: readonly string[]): boolean {
  const raw = Buffer.from(bytes).toString('latin1')
  const wanted = words.map((word) => word.toLowerCase())
  const has = (text: string): boolean => {
    const lower = text.toLowerCase()
    return wanted.some((word) => lower.includes(word) || lower.includes(utf8AsLatin1(word)))
  }
  if (has(raw)) return true
  const flat = quotedPrintable(raw)
  if (flat !== raw && has(flat)) return true
  if (raw.includes('%') && has(raw.replace(/%([0-9a-f]{2})/gi, byte))) return true
  if (raw.includes('\\u') && has(raw.replace(/\\u00([0-9a-f]{2})/gi, byte))) return true
  return base64Blocks(raw).some(has)
}
const byte = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16))
const utf8AsLatin1 = (word: string): string => Buffer.from(word, 'utf8').toString('latin1')

const quotedPrintable = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, byte)

/** Runs of base64 lines, and encoded words in headers: decoded, also as UTF-16. */
function base64Blocks(text: string): string[] {
  const blocks: string[] = []
  let run = ''
  const end = (): void => {
    if (run.length >= 8) blocks.push(run)
    run = ''
  }
  for (const line of text.split('\n')) {
    const bare = line.trim()
    if (/^[A-Za-z0-9+/]{1,1000}={0,2}$/.test(bare)) run += bare
    else {
      end()
      for (const [, word = ''] of bare.matchAll(/=\?[^?]{1,40}\?b\?([A-Za-z0-9+/=]{1,2000})\?=/gi))
        blocks.push(word)
    }
  }
  end()
  return blocks.map((block) => Buffer.from(block, 'base64').toString('latin1'))
}
