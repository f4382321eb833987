// Words on pages in Notion: one line, of a length that is read.

const LONGEST = 300

/** One line, without marks that turn the rest of it around. */
export function cut(text: string): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line
}

export const pageLink = (page: string): string => `https://www.notion.so/${page.replaceAll('-', '')}`
