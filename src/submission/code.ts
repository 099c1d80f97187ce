import type { FormLine } from './answers.ts'
import { labelAt } from './label-at.ts'

/**
 * The lines with those emptied that are a program's and no person's: `server = socket();` asks for nothing. The mail keeps
 * them, and its paragraphs stay apart.
 */
export function withoutCode(lines: readonly FormLine[]): readonly FormLine[] {
  const patched = patches(lines)
  return lines.map((line, at) => (patched.has(at) || isCode(line.text) ? { ...line, text: '' } : line))
}

/** Where unified diffs stand. */
function patches(lines: readonly FormLine[]): ReadonlySet<number> {
  const found = new Set<number>()
  const text = (at: number) => lines[at]?.text ?? ''
  for (let at = 0; at < lines.length; at++) {
    const begins =
      /^diff --git \S/.test(text(at)) ||
      (/^--- \S/.test(text(at)) && /^\+\+\+ \S/.test(text(at + 1)) && text(at + 2).startsWith('@@'))
    if (!begins) continue
    const end = endOf(text, at, lines.length)
    for (; at < end; at++) found.add(at)
    at--
  }
  return found
}
/** Behind the last hunk: its head says how many lines it has. Where a mail program wrapped one, it ends there. */
function endOf(text: (at: number) => string, begin: number, most: number): number {
  let at = begin
  let [old, fresh] = [0, 0]
  for (; at < most; at++) {
    const line = text(at)
    const [, before = '1', after = '1'] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? []
    if (line.startsWith('@@')) [old, fresh] = [Number(before), Number(after)]
    else if ((old > 0 || fresh > 0) && /^(?:[ +-]|$)/.test(line)) {
      if (!line.startsWith('+')) old--
      if (!line.startsWith('-')) fresh--
    } else if (!betweenHunks.test(line)) break
  }
  return at
}
const betweenHunks =
  /^(?:diff |index [\da-f]|--- \S|\+\+\+ \S|\\ |(?:new|deleted) file mode |(?:old|new) mode |(?:dis)?similarity index |(?:rename|copy) (?:from|to) |Binary files )/

/** A statement or the head of a block. `domain = im.example.org;` is a form as some write it. */
function isCode(text: string): boolean {
  if (/^\s*#\s*(?:include\s*[<"]|define\s+\w|if(?:n?def)?\s+\w|undef\s+\w|endif\b)/.test(text)) return true
  if (!/[;{]\s*$/.test(text) || text.length > 300) return false
  return statement.test(text) && labelAt(text)?.sure !== true
}
const statement = /\w\(|\w->\w|[A-Za-z_]::[A-Za-z_~]|[=!<>]=|&&|\|\||^\s*[\w.*[\] ]+ = [^"']*;\s*$/
