// When two texts say the same although they are not written the same: services keep texts in forms of their own.

/** A text without what may be lost on the way: blanks at its ends, control characters, kinds of line ends, split accents. */
export const folded = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
    .trim()

/** Also links of which one is written out (`https://a.b/`, `%C3%A4`) and the other as a person types it. */
export const sameLink = (a: string, b: string): boolean => written(a) === written(b)

/** A link written out as browsers do; any other text folded. */
export function written(link: string): string {
  const text = folded(link)
  return URL.canParse(text) ? new URL(text).href : text
}
