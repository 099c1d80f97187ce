/**
 * Text whose charset nobody named and that is no UTF-8. Western letters stand alone among ASCII; where most high bytes
 * stand in rows it is another script, and the charset is the one in which the text has that script's everyday signs.
 */
export const guessed = (bytes: Uint8Array): string =>
  script(bytes) ?? central(bytes.subarray(0, most)) ?? 'windows-1252'
const most = 20_000

/** The charset of a text in another script than Latin; undefined when it is Latin. */
export function script(bytes: Uint8Array): string | undefined {
  const some = bytes.subarray(0, most)
  const { high, rows, leads } = highBytes(some)
  // The second byte of a Japanese letter in Shift-JIS is often one of ASCII.
  if (high < 6 || (rows <= high * 0.6 && leads <= high * 0.5)) return undefined
  const [best] = scripts
    .map(({ label, share }) => ({ label, score: score(some, label, share) }))
    .sort((a, b) => b.score - a.score)
  return best !== undefined && best.score > 0.5 ? best.label : undefined
}

/** What 0x80 to 0x9f are in windows-1252. Node 20 decodes that charset as ISO 8859-1, where they are controls. */
const c1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
/** @param label one that TextDecoder knows */
export function decode(bytes: Uint8Array, label: string): string {
  const decoder = new TextDecoder(label)
  const text = decoder.decode(bytes)
  return decoder.encoding === 'windows-1252'
    ? text.replaceAll(/[\u0080-\u009f]/g, (control) => c1[control.charCodeAt(0) - 0x80] ?? control)
    : text
}

/** How many bytes are none of ASCII, how many of those have a neighbour that is none either, and how many are no letter in any charset of one byte a letter. */
function highBytes(bytes: Uint8Array): {
  readonly high: number
  readonly rows: number
  readonly leads: number
} {
  let high = 0
  let rows = 0
  let leads = 0
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    high++
    if ((bytes[at] ?? 0) < 0xa0) leads++
    if ((bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) rows++
  }
  return { high, rows, leads }
}

/** The share of a text's letters that are everyday ones of a script: small Cyrillic letters, kana, the commonest Chinese signs. */
const scripts: readonly { readonly label: string; readonly share: RegExp }[] = [
  { label: 'koi8-r', share: /[а-яё]/gu },
  { label: 'koi8-u', share: /[а-яіїєґ]/gu },
  { label: 'windows-1251', share: /[а-яёіїєґ]/gu },
  { label: 'iso-8859-5', share: /[а-яёіїє]/gu },
  { label: 'shift_jis', share: /[ぁ-んァ-ヶー一-鿿]/gu },
  { label: 'euc-jp', share: /[ぁ-んァ-ヶー一-鿿]/gu },
  { label: 'gb18030', share: /[一-鿿]/gu },
  { label: 'big5', share: /[一-鿿]/gu },
]
const kana = /[ぁ-んァ-ヶ]/u
/** Signs that nearly every Chinese sentence about a service holds, in both ways of writing. */
const everyday =
  /[的是了我你他在有不和们們个個为為这這中大来來上国國到说說地人服务務器网網名管理员員电電话話邮郵件箱站点點用户戶请請列表加入公共开開放证證书書端口简簡介]/gu

function score(bytes: Uint8Array, label: string, share: RegExp): number {
  let text: string
  try {
    text = new TextDecoder(label, { fatal: true }).decode(whole(bytes, label))
  } catch {
    return 0
  }
  const letters = text.match(/[^\u0000-\u007f\u3000-\u3020\uff00-\uffef]/gu)?.length ?? 0
  if (letters === 0) return 0
  const of = (text.match(share)?.length ?? 0) / letters
  if (label === 'shift_jis' || label === 'euc-jp') return kana.test(text) ? of + 0.2 : of * 0.3
  if (label !== 'gb18030' && label !== 'big5') {
    // Two alphabets never share a word.
    const mixed = text.match(/[a-z](?=[\u0400-\u04ff])|[\u0400-\u04ff](?=[a-z])/gi)?.length ?? 0
    return mixed * 8 > letters ? 0 : of
  }
  return kana.test(text) ? of * 0.5 : of * 0.7 + ((text.match(everyday)?.length ?? 0) / letters) * 2
}
/** A sample may end within a character. */
function whole(bytes: Uint8Array, label: string): Uint8Array {
  if (/^(?:koi8|windows|iso)/.test(label)) return bytes
  const end = bytes.findLastIndex((byte) => byte < 0x40)
  return end === -1 ? bytes : bytes.subarray(0, end + 1)
}

/** Polish and Czech letters are signs in the West's charset: `³` inside of words. Both have two charsets, told apart by letters that are controls in the other. */
function central(bytes: Uint8Array): string | undefined {
  const odd = (label: string) => decode(bytes, label).match(signInWord)?.length ?? 0
  const west = odd('windows-1252')
  const label = bytes.some((byte) => windowsOnly.has(byte)) ? 'windows-1250' : 'iso-8859-2'
  return west >= 2 && odd(label) * 3 <= west ? label : undefined
}
const signInWord =
  /(?<=\p{L})(?![\p{P}\s\d])[^\p{L}\u0000-\u007f]|(?![\p{P}\s\d])[^\p{L}\u0000-\u007f](?=\p{Ll})|[\u0080-\u009f]/gu
const windowsOnly = new Set([0x8a, 0x8c, 0x8d, 0x8e, 0x8f, 0x9a, 0x9c, 0x9d, 0x9e, 0x9f])
