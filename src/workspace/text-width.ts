// How many columns of a terminal a text takes: East Asian characters and emoji take two, accents none.

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const PLAIN = /^[\x20-\x7e]*$/
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]|^\p{RGI_Emoji}$/v
const NOTHING = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/v

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment)
  return width
}

/** The text, or as much of it as leaves room for `…`. */
export function cutTo(text: string, width: number): string {
  const start = text.slice(0, width * 16) // no grapheme that is shown has more code units
  if (start.length === text.length && widthOf(text) <= width) return text
  let kept = ''
  let taken = 0
  for (const { segment } of GRAPHEMES.segment(start)) {
    taken += graphemeWidth(segment)
    if (taken > width - 1) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** Filled up with blanks; numbers stand at the right. */
export function padded(text: string, { width, isNumber }: { width: number; isNumber: boolean }): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isNumber ? blanks + text : text + blanks
}

function graphemeWidth(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}
