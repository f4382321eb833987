// Comma-separated values as RFC 4180 has them: quoted fields hold commas, quotes written twice and line breaks.

const DELIMITERS = [',', ';', '\t']
/** No line of names is longer. */
const HEAD = 65_536

/** The rows of a text; what separates its fields is told by its first line. Empty lines are none. */
export function parseCsv(text: string): string[][] {
  const delimiter = delimiterOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const { value, next } = text[at] === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter)
    row.push(value)
    at = next
    if (text[at] === delimiter) {
      at += 1
      if (at < text.length) continue
      row.push('')
    }
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
  }
  return rows
}

interface Field {
  value: string
  /** Where its end is: a delimiter, a line break or the end of the text. */
  next: number
}

function bare(text: string, from: number, delimiter: string): Field {
  let next = from
  while (next < text.length && text[next] !== delimiter && text[next] !== '\n' && text[next] !== '\r') next += 1
  return { value: text.slice(from, next), next }
}

/** What follows the closing quote before the delimiter is taken as it is; without a closing quote, all is the field. */
function quoted(text: string, from: number, delimiter: string): Field {
  let value = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) return { value: value + text.slice(at), next: text.length }
    value += text.slice(at, end)
    at = end + 1
    if (text[at] !== '"') break
    value += '"'
    at += 1
  }
  const rest = bare(text, at, delimiter)
  return { value: value + rest.value, next: rest.next }
}

function delimiterOf(text: string): string {
  const unquoted = text.slice(0, HEAD).replace(/"(?:[^"]|"")*"/g, '')
  const [names = ''] = unquoted.split(/[\r\n]/, 1)
  const count = (delimiter: string) => names.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
