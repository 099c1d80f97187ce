/**
 * The lines without those of files that stand in the text, encoded (uuencode, base64): nobody wrote these letters, and
 * looking for words in them takes long. The first line of each stays: whoever reads the mail sees that something was there.
 */
export function withoutFiles(lines: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? ''
    kept.push(line)
    at = Math.max(at + 1, /^begin(?:-base64)? [0-7]{3,4} \S/.test(line) ? named(lines, at) : run(lines, at))
  }
  return kept
}
/** `begin 644 photo.jpg` up to `end`, or as far as the lines look like it; where the file ends. */
function named(lines: readonly string[], begin: number): number {
  let at = begin + 1
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (/^(?:end|={4})$/.test(line)) return at + 1
    // The last line of all is empty to whoever trims it.
    if (line === '' ? lines[at + 1] !== 'end' : !/^(?:[ -`]{1,62}|[A-Za-z0-9+/=]{1,76})$/.test(line)) break
  }
  return at
}
/** Many lines of one length that no space divides, and the shorter rest of them; where they end. */
function run(lines: readonly string[], begin: number): number {
  const { length } = lines[begin] ?? ''
  let at = begin
  while (length >= 40 && lines[at]?.length === length && /^(?:[A-Za-z0-9+/]+|M[ -`]+)$/.test(lines[at] ?? ''))
    at++
  if (at - begin < atLeast) return begin
  const last = lines[at] ?? ''
  return last.length < length && /^[A-Za-z0-9+/]{2,}={0,2}$/.test(last) && last.length % 4 === 0 ? at + 1 : at
}
const atLeast = 5
