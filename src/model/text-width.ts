// Texts cut and filled up to so many columns of a terminal.

import stringWidth from 'string-width'

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const PLAIN = /^[\x20-\x7e]*$/

export const widthOf = (text: string): number => (PLAIN.test(text) ? text.length : stringWidth(text))

/** The text, or as much of it as leaves room for `…`. */
export function cutTo(text: string, width: number): string {
  const start = text.slice(0, width * 16) // no grapheme that is shown has more code units
  if (start.length === text.length && widthOf(text) <= width) return text
  let kept = ''
  let taken = 0
  for (const { segment } of GRAPHEMES.segment(start)) {
    taken += widthOf(segment)
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
