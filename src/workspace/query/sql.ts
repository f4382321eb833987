// A piece of SQL with its values, put together without ever writing a value into the text.

export interface Sql {
  readonly text: string
  readonly values: readonly SqlValue[]
}
export type SqlValue = string | number | null

/** sql`${column} = ${value}`: pieces are joined in, everything else is bound. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = strings[0] ?? ''
  const values: SqlValue[] = []
  parts.forEach((part, index) => {
    if (isSql(part)) {
      text += part.text
      values.push(...part.values)
    } else {
      text += '?'
      values.push(part)
    }
    text += strings[index + 1] ?? ''
  })
  return { text, values }
}

/** Text of ours, never of a caller. */
export const raw = (text: string): Sql => ({ text, values: [] })

export function join(pieces: readonly Sql[], separator: string): Sql {
  return { text: pieces.map(piece => piece.text).join(separator), values: pieces.flatMap(piece => piece.values) }
}

const isSql = (part: Sql | SqlValue): part is Sql => typeof part === 'object' && part !== null
