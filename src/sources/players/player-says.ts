// What a player on the desktop says of the track it plays.

/** Between fields, and after each player: characters that stand in no title, as a tab or a line's end may. */
export const FIELD_END = '\u001f'
export const RECORD_END = '\u001e'

export interface PlayerSays {
  player: string
  isPlaying: boolean
  id: string
  title: string
  artist: string
  album: string
  seconds?: number
  url: string
}

/** The fields of each player; one with another number of fields is left out. */
export function recordsIn(text: string, fields: number): string[][] {
  return text
    .split(RECORD_END)
    .map(record => record.replace(/^[\r\n]+/, '').split(FIELD_END))
    .filter(record => record.length === fields)
}

/** One line, without what a player writes for "nothing". */
export function textOf(field: string | undefined): string {
  const text = (field ?? '').replace(/\s+/g, ' ').trim()
  return text === 'missing value' ? '' : text
}

/** A number of players: some write a comma, by the language of the machine. Undefined: none, or not above zero. */
export function secondsOf(field: string | undefined, aSecond: number): number | undefined {
  const seconds = Number(textOf(field).replace(',', '.')) / aSecond
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}
