import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { openFile } from '../../src/workspace/store/open-file.ts'
import { checkDocument } from '../../src/workspace/transfer/read-document.ts'
import { replaceWorkspace } from '../../src/workspace/transfer/replace-content.ts'
import { newVar } from '../support/cli.ts'
import { documentOf, exampleExport, exportFile, importFile, NOW, silent } from '../support/transfer.ts'
import { at, openApi, title } from '../unit/workspace/open-client.ts'

let dir: string
let exported: string
beforeAll(async () => {
  dir = await newVar()
  exported = await exampleExport(dir)
})

describe('an export', () => {
  it('holds everything once, with its ids', () => {
    const document = documentOf(exported)
    expect(document).toMatchObject({ format: 'orchestrator-workspace', version: 1, exportedAt: NOW.toISOString() })
    expect(
      ['databases', 'dataSources', 'pages', 'blocks', 'comments', 'uploads'].map(area => at(document, area, 'length')),
    ).toEqual([7, 7, 4, 5, 1, 2])
    expect(Object.keys(document.settings ?? {})).toEqual(['agentTasks', 'artists', 'issues', 'playlists', 'tracks'])
    expect(at(document, 'uploads', 0, 'content')).toBe('AAH+/w==')
  })

  it('imported into a new file and exported again is the same document', () => {
    const copy = join(dir, 'copy.db')
    expect(importFile(exported, copy, dir)).toEqual({ backup: undefined })
    exportFile(copy, join(dir, 'again.json'))
    expect(documentOf(join(dir, 'again.json'))).toEqual(documentOf(exported))
    expect(readdirSync(dir).filter(name => name.endsWith('.new'))).toEqual([])
  })

  it('keeps the order of blocks, the last number and what filters compare', async () => {
    const file = join(dir, 'use.db')
    importFile(exported, file, dir)
    const api = openApi({ file })
    const document = documentOf(exported)
    const [artists, songs] = [5, 6].map(index => String(at(document, 'dataSources', index, 'id')))
    const ada = String(at(document, 'pages', 0, 'id'))
    expect(api.workspace.store.blocks.children(ada)?.map(({ id }) => id.slice(-1))).toEqual(['0', '1'])
    const counted = await api.query(artists ?? '', { filter: { property: 'Count', rollup: { number: { equals: 2 } } } })
    expect(counted.results.map(({ id }) => id)).toEqual([ada])
    const tagged = await api.query(songs ?? '', { filter: { property: 'Tags', multi_select: { contains: 'new' } } })
    expect(tagged.results).toHaveLength(2)
    const next = await api.send('get', `pages/${await api.addRow(artists ?? '', { Name: title('Next') })}`)
    expect(at(next, 'properties', 'No', 'unique_id', 'number')).toBe(3)
    api.workspace.close()
  })
})

describe('an import over rows', () => {
  it('keeps them as an export and leaves nothing of them in the file', async () => {
    const file = join(dir, 'over.db')
    const api = openApi({ file, now: () => NOW })
    await api.addRow(await api.table({ Name: { title: {} } }), { Name: title('Old') })
    api.workspace.store.setSetting('listening', '1')
    api.workspace.close()
    exportFile(file, join(dir, 'before.json'))
    const { backup } = importFile(exported, file, dir)
    expect(documentOf(backup ?? '')).toEqual(documentOf(join(dir, 'before.json')))
    exportFile(file, join(dir, 'after.json'))
    expect(documentOf(join(dir, 'after.json'))).toEqual(documentOf(exported))
    const { store, close } = openFile(file, { readOnly: true, now: Date.now })
    expect(store.setting('listening')).toBe('1')
    close()
  })

  it('is seen by whoever has the file open, all of it at once', async () => {
    const file = join(dir, 'open.db')
    const api = openApi({ file })
    const table = await api.table({ Name: { title: {} }, Size: { number: {} } })
    await api.addRow(table, { Name: title('Old'), Size: { number: 1 } })
    expect((await api.query(table, { filter: { property: 'Size', number: { equals: 1 } } })).results).toHaveLength(1)
    importFile(exported, file, dir)
    await expect(api.query(table, {})).rejects.toThrow('Could not find')
    const songs = String(at(documentOf(exported), 'dataSources', 6, 'id'))
    const tagged = await api.query(songs, { filter: { property: 'Tags', multi_select: { is_not_empty: true } } })
    expect(tagged.results).toHaveLength(2)
    await api.addRow(songs, { Name: title('Three') })
    expect((await api.query(songs, {})).results).toHaveLength(3)
    api.workspace.close()
  })

  it('leaves no table of before behind', () => {
    const tables = (name: string) => {
      const database = new DatabaseSync(join(dir, name), { readOnly: true })
      const names = database
        .prepare('SELECT name FROM sqlite_schema ORDER BY name')
        .all()
        .map(({ name }) => name)
      database.close()
      return names
    }
    expect(tables('over.db')).toEqual(tables('copy.db'))
  })

  it('that is refused half way leaves the file as it was', () => {
    const file = join(dir, 'over.db')
    const { content } = checkDocument(exported, silent)
    const broken = function* () {
      yield* [...content.pages].slice(0, 2)
      throw new Error('cut')
    }
    const half = { ...content, pages: { [Symbol.iterator]: broken } }
    expect(() => replaceWorkspace({ file, content: half, backupDir: dir, now: NOW, tell: silent })).toThrow('cut')
    exportFile(file, join(dir, 'still.json'))
    expect(documentOf(join(dir, 'still.json'))).toEqual(documentOf(exported))
    const absent = join(dir, 'absent.db')
    expect(() => replaceWorkspace({ file: absent, content: half, backupDir: dir, now: NOW, tell: silent })).toThrow(
      'cut',
    )
    expect(existsSync(absent)).toBe(false)
  })
})
