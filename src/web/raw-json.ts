// A body as JSON, if it is sound, not too deep and not too wide.

/** The body is not what it should be; the message says what was expected. */
export class BadBody extends Error {
  override name = 'BadBody'
}

const MOST_DEPTH = 32
/** Each value of a list or an object is behind one of these. */
const MOST_PARTS = 5000
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** @throws BadBody */
export function parseBody(body: Buffer): unknown {
  measure(body)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    throw new BadBody('the body is no JSON in UTF-8')
  }
}

/** Before anything is built of it. */
function measure(body: Buffer): void {
  let depth = 0
  let parts = 0
  let inText = false
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    if (inText) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inText = false
      continue
    }
    if (byte === QUOTE) inText = true
    else if (byte === COMMA) parts += 1
    else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) depth -= 1
    if (depth > MOST_DEPTH) throw new BadBody(`the body is nested deeper than ${MOST_DEPTH} levels`)
    if (parts > MOST_PARTS) throw new BadBody(`the body has more than ${MOST_PARTS} values`)
  }
}
