// Text and addresses that may hold signs of Markdown, written so that they are read as they are.

/** Notion's list of signs, and the underscores that could be emphasis. */
export const escapeText = (text: string): string =>
  text
    .replaceAll(/[\\*~`$[\]<>{}|^]/g, String.raw`\$&`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(/\r\n?|\n/g, '<br>')

/** A link's address as it stands behind the brackets. */
export function linkTarget(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character would end the address
  const written = url.replaceAll(/[\u0000-\u001f]/g, encodeURIComponent)
  return /[\s<>()\\`]/.test(written) || written === ''
    ? `<${written.replaceAll(/[\\<>`]/g, String.raw`\$&`)}>`
    : written
}

/** An address within a tag within a line, where nothing in it may look like Markdown. */
export const escapeAddress = (url: string): string =>
  url.replaceAll(/[&<>[\]`"\r\n]/g, sign => `&#${sign.charCodeAt(0)};`)

export const readAddress = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll(/&#(\d{1,4});/g, (_match, code) => String.fromCharCode(Number(code)))

/** A line that begins like a heading, a list or a divider; spaces at its start would be indentation. */
export const escapeLine = (line: string): string =>
  line
    .replace(/^(#{1,6}|[-+])(?=\s|$)/, String.raw`\$1`)
    .replace(/^-(?=[-\s]*$)/, String.raw`\-`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replace(/^[ \t]+/, '<span>$&</span>')

/** Inside a tag, where spaces at the ends are of the tag and not of the text. */
export const keepSpaces = (text: string): string => text.replaceAll(/^\s+|\s+$/g, '<span>$&</span>')
