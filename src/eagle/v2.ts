// Eagle's second web interface (4.0 Build 21 and later): it tells new ids, counts, and changes names and folders.

import { z } from 'zod'
import { Transient } from '../errors.ts'
import type { EagleApi, Folder, Wanted } from './api.ts'
import type { Question, Requests } from './requests.ts'
import { Added, FolderAnswer, Item, LibraryInfo, page, Updated } from './schemas.ts'

/** Larger ones are cut to this by Eagle. */
const PAGE = 1000
const MOST_PAGES = 100
/** Eagle waits up to 10 s for the picture. */
const THUMBNAIL_MS = 30_000

export function openV2({ ask }: Pick<Requests, 'ask'>): EagleApi {
  async function sure<T>(question: Question<T>): Promise<T> {
    const data = await ask(question)
    if (data === undefined) throw new Transient(`Eagle told nothing when asked to ${question.about}`)
    return data
  }

  async function all<T extends z.ZodType>(
    path: string,
    entry: T,
    asked: { body: object; about: string; signal: AbortSignal },
  ) {
    const found: z.output<T>[] = []
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const body = { ...asked.body, offset: found.length, limit: PAGE }
      const { data, total } = await sure({ ...asked, path, body, form: page(entry) })
      found.push(...data)
      if (data.length === 0 || (total === undefined ? data.length < PAGE : found.length >= total)) break
    }
    return found
  }

  return {
    version: 'V2',
    filters: new Set(['tag', 'named', 'url', 'ext']),
    changes: new Set(['tags', 'url', 'name', 'folders']),
    library: signal => sure({ path: '/api/v2/library/info', signal, form: LibraryInfo, about: 'tell its library' }),
    count: signal => sure({ path: '/api/v2/item/countAll', signal, form: z.number(), about: 'count its items' }),
    async item(id, signal) {
      const body = { id, limit: 1 }
      const { data } = await sure({ path: '/api/v2/item/get', body, signal, form: page(Item), about: 'show an item' })
      return data.find(item => item.id === id)
    },
    items: (wanted, signal) => all('/api/v2/item/get', Item, { body: filterOf(wanted), signal, about: 'list items' }),
    async folders(signal) {
      const tree = await all('/api/v2/folder/get', FolderAnswer, { body: {}, signal, about: 'list its folders' })
      return flat(tree)
    },
    async createFolder({ name, parent }, signal) {
      const body = { name, ...(parent !== undefined && { parent }) }
      const form = FolderAnswer
      const made = await sure({ path: '/api/v2/folder/create', body, signal, form, about: 'make a folder' })
      return { id: made.id, name, parent }
    },
    add: ({ path, name, tags, folder, link }, signal) =>
      ask({
        path: '/api/v2/item/add',
        body: { path, name, tags, ...(folder && { folders: [folder] }), ...(link && { website: link }) },
        signal,
        form: Added,
        about: `take ${path}`,
      }),
    update: async (id, change, signal) =>
      sure({ path: '/api/v2/item/update', body: { id, ...change }, signal, form: Updated, about: 'change an item' }),
    async trash(itemIds, signal) {
      const form = z.unknown()
      await ask({ path: '/api/item/moveToTrash', body: { itemIds }, signal, form, about: 'move items to its trash' })
    },
    async restore(id, signal) {
      const body = { id, isDeleted: false }
      await ask({ path: '/api/v2/item/update', body, signal, form: Updated, about: 'take an item out of its trash' })
    },
    async setThumbnail(itemId, filePath, signal) {
      const [path, form, about] = ['/api/v2/item/setCustomThumbnail', z.unknown(), 'take the picture']
      await ask({ path, body: { itemId, filePath }, timeoutMs: THUMBNAIL_MS, signal, form, about })
    },
  }
}

const filterOf = ({ tag, named, url, ext }: Wanted) => ({
  ...(tag !== undefined && { tags: [tag] }),
  ...(named !== undefined && { keywords: [named] }),
  ...(url !== undefined && { url }),
  ...(ext !== undefined && { ext }),
})

/** Some builds list flat with `parent`, some nest: both at once is understood too. */
export function flat(tree: readonly FolderAnswer[], above?: string): Folder[] {
  const all = tree.flatMap(({ id, name, parent, children }) => [
    { id, name, parent: above ?? parent ?? undefined },
    ...flat(children ?? [], id),
  ])
  // of one that is told both nested and by itself, what tells its parent counts
  const byId = new Map<string, Folder>()
  for (const folder of all) if (!byId.get(folder.id)?.parent) byId.set(folder.id, folder)
  return [...byId.values()]
}
