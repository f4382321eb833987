// What a channel is: a name, a limit of length, and one way to send.

export interface Message {
  title: string
  body: string
  /** The same for the same message, also when it is sent again. */
  id: string
}

export interface Channel {
  name: string
  /** @throws a fault; Limited says when the next may be sent */
  send(message: Message, signal: AbortSignal): Promise<void>
}

/** At most so many characters, whole ones, with a sign that something was left out. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** At most so many bytes of UTF-8. */
export function cutBytes(text: string, most: number): string {
  let short = text
  while (Buffer.byteLength(short) > most) {
    const over = Buffer.byteLength(short) - most
    short = cut(short, Math.max(1, short.length - Math.ceil(over / 3) - 1))
  }
  return short
}

/** One line, without signs that steer a terminal or a mail's head. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
