// Which part of a file is asked for (RFC 9110, 14).

export interface Part {
  from: number
  /** Included. */
  to: number
}

const BYTES = /^bytes=(\d{0,15})-(\d{0,15})$/

/** @returns undefined: the whole file, as no part is named that we give; `outside`: there is no such part */
export function partOf(header: string | undefined, bytes: number): Part | 'outside' | undefined {
  const match = BYTES.exec(header?.replaceAll(' ', '') ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first = '', last = ''] = match
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length > 0 ? { from: bytes - length, to: bytes - 1 } : 'outside'
  }
  const from = Number(first)
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < from) return undefined
  return from < bytes ? { from, to } : 'outside'
}
