// What is in Eagle already: found before anything is added, since Eagle takes the same file as often as it is given.

import type { EagleApi, Wanted } from './api.ts'
import type { Item } from './schemas.ts'
import { fingerprintTag, isPageTag, pageTag } from './tags.ts'
import { isOfKind, isProvedSame, type TrackFile } from './track-file.ts'

export interface FindContext {
  api: EagleApi
  library: string
  signal: AbortSignal
}

/** All items with the tag of a page, those in the trash too where Eagle shows them. */
export async function itemsOfPage({ api, signal }: FindContext, pageId: string): Promise<Item[]> {
  const tag = pageTag(pageId)
  return (await api.items({ tag }, signal)).filter(({ tags }) => tags.includes(tag))
}

export interface Clues {
  /** The names it may have. */
  names: readonly string[]
  /** Part of each of them. */
  title: string
  link?: string | undefined
}

/**
 * The same file under another page, or put there by a person or another program: by its fingerprint, then by name, size
 * and extension, then by link, size and extension. What name and link found is compared byte by byte where it can be read.
 */
export async function findElsewhere(at: FindContext, file: TrackFile, clues: Clues): Promise<Item | undefined> {
  const names = new Set(clues.names.map(plain))
  const fingerprint = fingerprintTag(file.sha256)
  const ways: { wanted: Wanted; fits: (item: Item) => boolean; isProof?: boolean }[] = [
    { wanted: { tag: fingerprint, ext: file.ext }, fits: ({ tags }) => tags.includes(fingerprint), isProof: true },
  ]
  if (plain(clues.title))
    ways.push({ wanted: { named: clues.title, ext: file.ext }, fits: ({ name }) => names.has(plain(name)) })
  const { link } = clues
  if (link !== undefined) ways.push({ wanted: { url: link, ext: file.ext }, fits: ({ url }) => url === link })
  for (const { wanted, fits, isProof } of ways) {
    if (!Object.keys(wanted).every(name => at.api.filters.has(name as keyof Wanted))) continue
    const items = (await at.api.items(wanted, at.signal)).filter(
      item => !item.isDeleted && isOfKind(item, file) && item.size === file.size && fits(item),
    )
    for (const item of items) if (isProof || (await isTheFile(item, file, at.library))) return item
  }
  return undefined
}

/** Of what cannot be read, the item of another page is left to that page. */
async function isTheFile(item: Item, file: TrackFile, library: string): Promise<boolean> {
  return (await isProvedSame(item, file, library)) ?? !item.tags.some(isPageTag)
}

const plain = (name: string) => name.normalize('NFC').trim()
