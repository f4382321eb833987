// Words on pages in Notion: one line, of a length that is read, and times as people say them.

const LONGEST = 300

/** One line, without marks that turn the rest of it around. */
export function cut(text: string): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line
}

const TIME = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

/** `21 Nov, 14:05`, here. @param at epoch ms */
export const moment = (at: number): string => TIME.format(at)

export const pageLink = (page: string): string => `https://www.notion.so/${page.replaceAll('-', '')}`
