// What the program wants of Eagle, the same for both of its web interfaces.

import type { Item } from './schemas.ts'

export interface Folder {
  id: string
  name: string
  /** Undefined at the top. */
  parent?: string | undefined
}

/** Items of which at least this is true; each further condition narrows it. */
export interface Wanted {
  tag?: string
  /** Somewhere in its name. */
  named?: string
  url?: string
  ext?: string
}

export interface NewItem {
  path: string
  name: string
  tags: readonly string[]
  folder?: string | undefined
  link?: string | undefined
}

/** Lists replace what was there. */
export interface ItemChange {
  tags?: readonly string[]
  url?: string
  name?: string
  folders?: readonly string[]
}

export interface EagleApi {
  readonly version: 'V1' | 'V2'
  library(signal: AbortSignal): Promise<{ name: string; path: string }>
  /** Undefined when this Eagle does not tell. */
  count(signal: AbortSignal): Promise<number | undefined>
  /** Undefined when it is not there, or not yet. */
  item(id: string, signal: AbortSignal): Promise<Item | undefined>
  /** Which conditions it can narrow by. */
  readonly filters: ReadonlySet<keyof Wanted>
  /** May hold more than what is wanted: which fields Eagle looks into is its own affair. */
  items(wanted: Wanted, signal: AbortSignal): Promise<Item[]>
  folders(signal: AbortSignal): Promise<Folder[]>
  createFolder(folder: { name: string; parent?: string }, signal: AbortSignal): Promise<Folder>
  /** @returns the id, where this Eagle tells it; the item itself comes later */
  add(item: NewItem, signal: AbortSignal): Promise<string | undefined>
  /** Undefined fields stay; what this interface cannot change is left out. @returns whether there is such an item */
  update(id: string, change: ItemChange, signal: AbortSignal): Promise<boolean>
  /** Which fields `update` changes. */
  readonly changes: ReadonlySet<keyof ItemChange>
  trash(ids: readonly string[], signal: AbortSignal): Promise<void>
  /** Absent: this interface cannot. */
  restore?: (id: string, signal: AbortSignal) => Promise<void>
  /** Absent: this interface cannot. */
  setThumbnail?: (id: string, path: string, signal: AbortSignal) => Promise<void>
}
