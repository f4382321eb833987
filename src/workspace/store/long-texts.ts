// Texts too long to be read whenever rows are looked through, and an index of their letters, three by three, for
// `contains`. Texts without a space, such as fingerprints, are not in it: few look for a part of them, and their letters
// would make each write several times slower. Their ids are below zero.

import type { Statements } from './statements.ts'

export interface LongTexts {
  /** The long texts a row has now, by property id. @returns their ids; a text that stays keeps its id */
  write(seq: number, texts: ReadonlyMap<string, string>): Map<string, number>
}

const NEXT_ABOVE = 'SELECT max(0, coalesce(max(id), 0)) + 1 AS id FROM long_text'
const NEXT_BELOW = 'SELECT min(0, coalesce(min(id), 0)) - 1 AS id FROM long_text'

export function openLongTexts({ rows }: Statements): LongTexts {
  /** Not `run`: it answers the last row's id too, and those inside the index are too large for a number. */
  const ask = (text: string, ...values: (string | number)[]) => rows({ text, values })

  return {
    write(seq, texts) {
      const ids = new Map<string, number>()
      for (const { id, property_id: propertyId, text } of ask('SELECT * FROM long_text WHERE seq = ?', seq)) {
        if (texts.get(String(propertyId)) === text) ids.set(String(propertyId), Number(id))
        else remove(Number(id))
      }
      for (const [propertyId, text] of texts) if (!ids.has(propertyId)) ids.set(propertyId, add(seq, propertyId, text))
      return ids
    },
  }

  function add(seq: number, propertyId: string, text: string): number {
    const isIndexed = /\s/.test(text)
    const id = Number(ask(isIndexed ? NEXT_ABOVE : NEXT_BELOW)[0]?.id)
    ask('INSERT INTO long_text VALUES (?, ?, ?, ?)', id, seq, propertyId, text)
    if (isIndexed) ask('INSERT INTO long_text_index (rowid, text) VALUES (?, ?)', id, text)
    return id
  }

  function remove(id: number): void {
    ask('DELETE FROM long_text WHERE id = ?', id)
    if (id > 0) ask('DELETE FROM long_text_index WHERE rowid = ?', id)
  }
}
