// One spelling for comparing: case, accents, marks and the usual replacements of letters are taken off.

/** Letters that do not fall apart into a letter and an accent. */
const LETTERS: Record<string, string> = { ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', ı: 'i', þ: 'th' }
// elsewhere a mark is a vowel or makes another syllable (Devanagari, Thai, kana), so it stays
const ACCENTED = String.raw`\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}`
const ACCENTS = new RegExp(String.raw`(?<=(?:^|[^\p{L}\p{M}]|[${ACCENTED}])\p{M}*)\p{M}+`, 'gu')
const APOSTROPHES = /['’‘`´ʼ״׳]/g

/** "Beyoncé & JAY‐Z (P!nk)" → "beyonce and jay z pink". Letters of every script stay. */
export function fold(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(/[øßæœłđðıþ]/g, letter => LETTERS[letter] ?? letter)
  return letters
    .replace(APOSTROPHES, '')
    .replace(/(?<=\p{L})!(?=\p{L})/gu, 'i')
    .replace(/\$(?=\p{L})|(?<=\p{L})\$/gu, 's')
    .replace(/(?<=(?:^|[^\p{L}\p{N}])\p{L})\.(?=\p{L}(?:[^\p{L}]|$))/gu, '')
    .replace(/(?<=\p{L})\*+(?=\p{L})/gu, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** Without blanks, so that "TikTok" is "TiK ToK"; what is all signs stays as it is written. */
export function keyOf(text: string): string {
  return fold(text).replaceAll(' ', '') || text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

const NAME_ARTICLE = /^the (?=\S)/

/** As `keyOf`, and "The Weeknd" is "Weeknd". */
export const nameKey = (text: string): string => keyOf(fold(text).replace(NAME_ARTICLE, '') || text)

/** The number of letters to put in, take out or replace; stops counting above `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[b.length] ?? 0
}
