const most = 3_000 // answers
const longest = 300 // characters of a question

/**
 * The same text is asked the same thing many times: a line on its way, and once more in the HTML part. Only for what
 * depends on nothing but the text.
 */
export function remember<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > longest) return of(text)
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const found = of(text)
    if (known.size >= most) known.clear()
    known.set(text, found)
    return found
  }
}
