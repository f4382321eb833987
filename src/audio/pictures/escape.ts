// Text from files and rows, made fit to stand in HTML and SVG: as an element's text or in a quoted attribute.

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** What XML does not allow, not even as an entity; a tab or a line break becomes a space. */
const FORBIDDEN = /[\p{Cc}\uFFFE\uFFFF]+/gu

export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, ' ')
    .replace(/[&<>"']/g, sign => ENTITIES[sign] ?? '')
