// The lines of a page that the program writes, and what it finds there again.

import { z } from 'zod'
import { Act } from '../act.ts'

/** A piece of text, perhaps a link. */
export interface Words {
  text: string
  link?: string
}

export type LineType = 'heading_1' | 'heading_2' | 'heading_3' | 'paragraph' | 'bulleted_list_item' | 'to_do' | 'table'

/** What stands on a line. */
export interface Content {
  type: LineType
  words: readonly Words[]
  /** Of a box. */
  checked?: boolean
  /** Of a table: its rows, the first one its head. */
  rows?: readonly (readonly string[])[]
}

/** A line as it is wanted. A box that a person changes is an order. */
export interface Line extends Content {
  /** What it is about: the same as long as it is about the same. */
  key: string
  section: string
  tick?: Act
  untick?: Act
}

/** What a line says, and what its box does. */
export const Said = z.object({
  key: z.string(),
  text: z.string(),
  checked: z.boolean(),
  tick: Act.optional(),
  untick: Act.optional(),
})
export type Said = z.infer<typeof Said>

/** A block that the program made, as it was written last. */
export interface Held extends Said {
  /** Of the block. */
  id: string
  section: string
  type: LineType
  /** How many orders its box gave. */
  turn: number
  /** Epoch ms of the last write. */
  at: number
  /** What is being written; it is not known yet whether it is there. */
  meant?: Said
}

/** A block as it stands on the page now. */
export interface Seen {
  id: string
  type: string
  text: string
  checked: boolean
  hasChildren: boolean
  /** Of whoever made it. */
  madeBy?: string
}

export const textOf = ({ words, rows }: Content): string =>
  rows ? JSON.stringify(rows) : words.map(({ text }) => text).join('')

export const saidOf = ({ key, checked = false, tick, untick, ...content }: Line): Said => ({
  key,
  text: textOf(content),
  checked,
  ...(tick && { tick }),
  ...(untick && { untick }),
})
