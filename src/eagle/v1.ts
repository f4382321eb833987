// Eagle's first web interface: pages by number, adds that may tell no id, and only tags, note, link and stars to change.

import { z } from 'zod'
import { Transient } from '../errors.ts'
import type { EagleApi, Wanted } from './api.ts'
import { countOnDisk } from './on-disk.ts'
import type { Question, Requests } from './requests.ts'
import { Added, FolderAnswer, Item, LibraryInfo } from './schemas.ts'
import { flat } from './v2.ts'

const PAGE = 200
const MOST_PAGES = 500

export function openV1({ ask }: Pick<Requests, 'ask'>): EagleApi {
  async function sure<T>(question: Question<T>): Promise<T> {
    const data = await ask(question)
    if (data === undefined) throw new Transient(`Eagle told nothing when asked to ${question.about}`)
    return data
  }

  const library = (signal: AbortSignal) =>
    sure({ path: '/api/library/info', signal, form: LibraryInfo, about: 'tell its library' })

  return {
    version: 'V1',
    filters: new Set(['tag', 'named', 'ext']),
    changes: new Set(['tags', 'url']),
    library,
    /** It has no call for that; the library's folder tells, where it can be read from here. */
    count: async signal => countOnDisk((await library(signal)).path),
    item: (id, signal) =>
      ask({
        path: '/api/item/info',
        query: { id },
        signal,
        form: Item,
        about: 'show an item',
        refused: () => undefined, // what it answers to an id that it does not know
      }),
    async items(wanted, signal) {
      const found: Item[] = []
      for (let number = 0; number < MOST_PAGES; number += 1) {
        const query = { ...filterOf(wanted), limit: PAGE, offset: number } // the number of the page, not of the item
        const form = z.array(Item)
        const items = await sure({ path: '/api/item/list', query, signal, form, about: 'list items' })
        found.push(...items)
        if (items.length < PAGE) break
      }
      return found
    },
    async folders(signal) {
      const form = z.array(FolderAnswer)
      return flat(await sure({ path: '/api/folder/list', signal, form, about: 'list its folders' }))
    },
    async createFolder({ name, parent }, signal) {
      const body = { folderName: name, ...(parent !== undefined && { parent }) }
      const form = FolderAnswer
      const made = await sure({ path: '/api/folder/create', body, signal, form, about: 'make a folder' })
      return { id: made.id, name, parent }
    },
    add: ({ path, name, tags, folder, link }, signal) =>
      ask({
        path: '/api/item/addFromPath',
        body: { path, name, tags, ...(folder && { folderId: folder }), ...(link && { website: link }) },
        signal,
        form: Added,
        about: `take ${path}`,
      }),
    async update(id, { tags, url }, signal) {
      const body = { id, ...(tags && { tags }), ...(url !== undefined && { url }) }
      const form = z.unknown().transform(() => true)
      return sure({ path: '/api/item/update', body, signal, form, about: 'change an item' })
    },
    async trash(itemIds, signal) {
      const form = z.unknown()
      await ask({ path: '/api/item/moveToTrash', body: { itemIds }, signal, form, about: 'move items to its trash' })
    },
  }
}

const filterOf = ({ tag, named, ext }: Wanted) => ({
  ...(tag !== undefined && { tags: tag }),
  ...(named !== undefined && { keyword: named }),
  ...(ext !== undefined && { ext }),
})
