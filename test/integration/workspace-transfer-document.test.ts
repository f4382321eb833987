import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkDocument } from '../../src/workspace/transfer/read-document.ts'
import { newVar } from '../support/cli.ts'
import { documentOf, exampleExport, exportFile, importFile, silent } from '../support/transfer.ts'
import { at } from '../unit/workspace/open-client.ts'

let dir: string
let exported: string
beforeAll(async () => {
  dir = await newVar()
  exported = await exampleExport(dir)
})

/** The exported document with something changed. */
function changed(name: string, change: (document: ReturnType<typeof documentOf>) => unknown): string {
  const document = documentOf(exported)
  const path = join(dir, name)
  writeFileSync(path, JSON.stringify(change(document) ?? document))
  return path
}

describe('a document', () => {
  it('is read with its members in any order and any blanks', () => {
    const document = documentOf(exported)
    const path = join(dir, 'sorted.json')
    const sorted = Object.fromEntries(Object.entries(document).toSorted(([a], [b]) => a.localeCompare(b)))
    writeFileSync(path, `\ufeff${JSON.stringify(sorted, null, 4)}\n\n`)
    importFile(path, join(dir, 'sorted.db'), dir)
    exportFile(join(dir, 'sorted.db'), join(dir, 'sorted-again.json'))
    expect(documentOf(join(dir, 'sorted-again.json'))).toEqual(document)
  })

  it.each<[string, (document: Record<string, unknown>) => unknown, RegExp]>([
    [
      'old',
      document => ({ ...document, version: 0 }),
      /version 0, which this program no longer reads; expected version 1/,
    ],
    ['newer', document => ({ ...document, version: 2 }), /version 2, made by a newer program/],
    ['other', () => ({ name: 'thing' }), /is no exported workspace: it begins with "name"/],
    ['empty', () => ({}), /is no exported workspace: "format" is missing/],
    ['list', () => [], /line 1: expected "{"/],
    ['part', document => ({ ...document, pages: undefined }), /"pages", a list, is missing/],
    ['value', document => ({ ...document, pages: 3 }), /"pages", a list, is missing/],
    ['extra', document => ({ ...document, views: [] }), /line 1: "views" is no part/],
    [
      'type',
      document => void Object.assign(at(document, 'pages', 1) ?? {}, { created: 'now' }),
      /pages\[1\]\.created: .*expected number/,
    ],
    [
      'deep',
      document => void Object.assign(at(document, 'dataSources', 0, 'schema', 1) ?? {}, { type: 'x' }),
      /dataSources\[0\]\.schema\[1\]\.type: /,
    ],
    [
      'id',
      document => void Object.assign(at(document, 'pages', 2) ?? {}, { id: 'abc' }),
      /pages\[2\]\.id: expected an id/,
    ],
    [
      'twice',
      document => void Object.assign(at(document, 'pages', 1) ?? {}, { id: at(document, 'pages', 0, 'id') }),
      /pages\[1\]\.id: .* is there twice/,
    ],
    [
      'lost',
      document =>
        void Object.assign(at(document, 'pages', 3) ?? {}, { dataSourceId: '00000000-0000-4000-8000-000000000009' }),
      /pages\[3\]\.dataSourceId: .* is not among the dataSources/,
    ],
    [
      'bytes',
      document => void Object.assign(at(document, 'uploads', 0) ?? {}, { content: '!' }),
      /uploads\[0\]\.content: /,
    ],
    [
      'settings',
      document => ({ ...document, settings: { agentTasks: 'x', tracks: 'y' } }),
      /settings\.agentTasks: x is not among the databases/,
    ],
  ])('that is wrong (%s) is refused with the place', (name, change, message) => {
    const path = changed(`wrong-${name}.json`, change)
    expect(() => checkDocument(path, silent)).toThrow(message)
  })

  it('that is cut off or broken is refused with the line', () => {
    const whole = readFileSync(exported, 'utf8')
    const path = join(dir, 'cut.json')
    for (const length of [0, 1, 60, 300, whole.length >> 1, whole.length - 3]) {
      writeFileSync(path, whole.slice(0, length))
      expect(() => checkDocument(path, silent), String(length)).toThrow(/cut\.json(, line \d+: |: ")/)
    }
    for (const broken of [whole.replace('"pages":[', '"pages":[,'), `${whole}x`, whole.replace(']}', '],}')]) {
      writeFileSync(path, broken)
      expect(() => checkDocument(path, silent)).toThrow(/cut\.json, line \d+: /)
    }
  })
})
