export type Badge = {
  readonly left: string
  readonly right: string
  readonly title: string
  readonly name: string
}

/** Advance widths of a system sans-serif at 11 px, rough: whatever font there is, the words are fitted to them. */
const width = (text: string): number =>
  Array.from(text).reduce(
    (sum, one) =>
      sum +
      (/[ilj.,:|'!]/.test(one)
        ? 3.4
        : /[mwMW%@]/.test(one)
          ? 10
          : /[A-Z]/.test(one)
            ? 7.6
            : one === ' '
              ? 3.6
              : 6.5),
    0,
  )

/** Two words side by side, 20 px high, with a title for who cannot see it. Numbers with one digit: the same badge, the same bytes. */
export function badge({ left, right, title, name }: Badge): string {
  const [wide, bold] = [Math.ceil(width(left)), Math.ceil(width(right) * 1.08)]
  const a = wide + 32
  const b = bold + 16
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${a + b}" height="20" viewBox="0 0 ${a + b} 20" role="img" aria-labelledby="t" data-domain="${escape(name)}">
<title id="t">${escape(title)}</title>
<clipPath id="r"><rect width="${a + b}" height="20" rx="5"/></clipPath>
<g clip-path="url(#r)"><path fill="#26313f" d="M0 0h${a}v20H0z"/><path fill="#0b7a63" d="M${a} 0h${b}v20H${a}z"/></g>
<path d="M8.5 10.4l2.6 2.6 5-5.6" fill="none" stroke="#6fe0c0" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>
<g fill="#fff" font-family="system-ui,-apple-system,Segoe UI,Roboto,Verdana,sans-serif" font-size="11"><text x="23" y="14" textLength="${wide}" lengthAdjust="spacingAndGlyphs">${escape(left)}</text><text x="${a + 8}" y="14" font-weight="600" textLength="${bold}" lengthAdjust="spacingAndGlyphs">${escape(right)}</text></g>
</svg>
`
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
