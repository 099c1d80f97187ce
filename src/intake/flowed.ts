/** RFC 3676: soft line ends joined, per quote depth; with `delsp` the space goes too. Space-stuffing is undone. */
export function unflowed(text: string, delsp: boolean): string {
  const out: { text: string; depth: number; soft: boolean }[] = []
  for (const line of text.split(/\r\n|\n|\r/)) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0
    const words = line.slice(marks).replace(/^ /, '')
    const soft = words.endsWith(' ') && words !== '-- '
    const last = out.at(-1)
    const kept = soft && delsp ? words.slice(0, -1) : words
    if (last?.soft === true && last.depth === marks && words !== '-- ') {
      last.text += kept
      last.soft = soft
    } else out.push({ text: kept, depth: marks, soft })
  }
  return out.map((line) => (line.depth > 0 ? `${'>'.repeat(line.depth)} ${line.text}` : line.text)).join('\n')
}
