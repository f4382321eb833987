// What Eagle holds already of a track that is about to be fetched: by its link, and by the tag of its page.

import { canonicalLink } from '../model/url/url.ts'
import type { EagleApi } from './api.ts'
import { assetOf } from './on-disk.ts'
import type { Item } from './schemas.ts'
import { pageOfTag, pageTag } from './tags.ts'

export interface LookedFor {
  pageId: string
  /** In any spelling. */
  link: string
}

export interface HeldItem {
  id: string
  name: string
  ext: string
  size?: number | undefined
  /** Pages whose tag it has. */
  pages: string[]
  /** As its tag says: SHA-256 of the file that was put in. */
  sha256?: string | undefined
  /** Where its file lies, when the library can be read from here. */
  path?: string | undefined
}

interface LookUp {
  api: EagleApi
  /** Path of the library. */
  library: string
  signal: AbortSignal
}

/** Those that nobody threw away, of the link first. Eagle compares links letter by letter: the usual spellings are asked for. */
export async function lookUp({ api, library, signal }: LookUp, { pageId, link }: LookedFor): Promise<HeldItem[]> {
  const canonical = canonicalLink(link)
  const urls = api.filters.has('url') ? new Set([link, canonical ?? link]) : []
  const found = new Map<string, Item>()
  for (const url of urls) for (const item of await api.items({ url }, signal)) if (isOf(item)) found.set(item.id, item)
  const tag = pageTag(pageId)
  for (const item of await api.items({ tag }, signal)) if (item.tags.includes(tag)) found.set(item.id, item)
  return Promise.all([...found.values()].filter(({ isDeleted }) => !isDeleted).map(item => held(item, library)))

  function isOf({ url }: Item): boolean {
    return url !== undefined && (url === link || canonicalLink(url) === canonical)
  }
}

async function held(item: Item, library: string): Promise<HeldItem> {
  const { id, name, ext, size, tags } = item
  const asset = await assetOf(library, item)
  const [sha256] = tags.flatMap(tag => /^fingerprint:([0-9a-f]{64})$/.exec(tag)?.[1] ?? [])
  const pages = tags.flatMap(tag => pageOfTag(tag) ?? [])
  return { id, name, ext: ext.toLowerCase(), size, pages, sha256, path: asset === 'away' ? undefined : asset }
}
