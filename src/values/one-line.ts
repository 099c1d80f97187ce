const plain = /^[!-~]+$/
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]+/g

/** What strangers' servers say, for evidence and tickets: one line, no control or bidirectional characters, at most `most` units of UTF-16, no pair cut. */
export function oneLine(text: string, most: number): string {
  if (text.length <= most && plain.test(text)) return text // nearly always: an element's name, a mechanism, a version
  return text
    .replace(unseen, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
}
