// A library of the fake Eagle: in memory as the app has it, and on the disk as it leaves it there.

import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

export interface FakeItem {
  id: string
  name: string
  ext: string
  size?: number
  url: string
  annotation: string
  tags: string[]
  folders: string[]
  modificationTime: number
  isDeleted: boolean
  palettes: never[]
}

export interface FakeFolder {
  id: string
  name: string
  parent?: string
}

interface Coming {
  item: FakeItem
  from: string
  /** Looks left until it is listed, and until it has its file and size. */
  hidden: number
  sizeless: number
}

export interface NewFakeItem {
  path: string
  name?: string
  tags?: string[]
  folders?: string[]
  website?: string
}

export type FakeLibrary = ReturnType<typeof openFakeLibrary>

let made = 0
const nextId = (letter: string) => `${letter}${(made++).toString(36).toUpperCase().padStart(12, '0')}`

export function openFakeLibrary(parent: string, name: string) {
  const path = join(parent, `${name}.library`)
  const items: FakeItem[] = []
  const folders: FakeFolder[] = []
  const thumbnails: { id: string; path: string }[] = []
  let coming: Coming[] = []
  mkdirSync(join(path, 'images'), { recursive: true })
  saveLibrary()

  function saveLibrary(): void {
    const applicationVersion = '4.0.0'
    const more = {
      smartFolders: [],
      quickAccess: [],
      tagsGroups: [],
      modificationTime: 1_700_000_000_000,
      applicationVersion,
    }
    writeFileSync(join(path, 'metadata.json'), JSON.stringify({ folders: tree(), ...more }))
    writeFileSync(join(path, 'tags.json'), JSON.stringify({ historyTags: [], starredTags: [] }))
    const times = Object.fromEntries(items.map(({ id, modificationTime }) => [id, modificationTime]))
    writeFileSync(join(path, 'mtime.json'), JSON.stringify({ ...times, all: items.length }))
  }

  const placeOf = ({ id }: { id: string }) => join(path, 'images', `${id}.info`)
  /** As a file system takes it. */
  const fileName = ({ name, ext }: FakeItem) => `${name.replace(/[<>:"/\\|?*]/g, '_')}.${ext}`

  function saveItem(item: FakeItem): void {
    mkdirSync(placeOf(item), { recursive: true })
    const stored = {
      ...item,
      btime: 1,
      mtime: 1,
      lastModified: item.modificationTime,
      width: 0,
      height: 0,
      noThumbnail: true,
    }
    writeFileSync(join(placeOf(item), 'metadata.json'), JSON.stringify(stored))
    saveLibrary()
  }

  function tree(above?: string): object[] {
    return folders
      .filter(folder => folder.parent === above)
      .map(({ id, name: title }) => ({
        ...{ id, name: title, description: '', tags: [], modificationTime: 1_700_000_000_000 },
        children: tree(id),
      }))
  }

  return {
    name,
    path,
    items,
    folders,
    thumbnails,
    tree,
    saveItem,
    /** Nothing is compared with what is there. */
    add(wanted: NewFakeItem, { hidden, sizeless }: { hidden: number; sizeless: number }): string {
      const ext = extname(wanted.path).slice(1)
      const item: FakeItem = {
        id: nextId('K'),
        name: wanted.name ?? basename(wanted.path, `.${ext}`),
        ext,
        url: wanted.website ?? '',
        annotation: '',
        tags: wanted.tags ?? [],
        // a folder of another library is passed over without a word
        folders: (wanted.folders ?? []).filter(id => folders.some(folder => folder.id === id)),
        modificationTime: 1_700_000_000_000 + made,
        isDeleted: false,
        palettes: [],
      }
      coming.push({ item, from: wanted.path, hidden, sizeless })
      if (hidden === 0 && sizeless === 0) this.look()
      return item.id
    },
    /** Each look brings what is on its way one step nearer. The file is read when its turn comes, and may be gone then. */
    look(): void {
      for (const one of coming) {
        if (one.hidden > 0) one.hidden -= 1
        else if (one.sizeless > 0) one.sizeless -= 1
        if (one.hidden > 0) continue
        if (!items.includes(one.item)) items.push(one.item)
        if (one.sizeless > 0 || !existsSync(one.from)) continue
        one.item.size = statSync(one.from).size
        saveItem(one.item)
        copyFileSync(one.from, join(placeOf(one.item), fileName(one.item)))
      }
      coming = coming.filter(({ item }) => item.size === undefined)
    },
    /** Many items of one file, there at once. */
    fill(from: string, names: readonly string[]): void {
      for (const title of names) {
        const id = this.add({ path: from, name: title }, { hidden: 1, sizeless: 0 })
        const one = coming.find(({ item }) => item.id === id)
        if (one) items.push(Object.assign(one.item, { size: statSync(from).size }))
      }
      coming = coming.filter(({ item }) => item.size === undefined)
      saveLibrary()
    },
    /** All that is on its way arrives. */
    settle(): void {
      for (const one of coming) Object.assign(one, { hidden: 0, sizeless: 0 })
      this.look()
    },
    addFolder(title: string, parentId?: string): FakeFolder {
      const folder = { id: nextId('F'), name: title, ...(parentId !== undefined && { parent: parentId }) }
      folders.push(folder)
      saveLibrary()
      return folder
    },
    /** Items that nobody threw away. */
    alive: () => items.filter(({ isDeleted }) => !isDeleted),
  }
}
