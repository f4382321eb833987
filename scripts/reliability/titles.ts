// Which tests are about which faults: their numbers stand at the head of titles, as in `it('D1 D2 a limit: …')`.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FaultTest {
  /** As in `test/faults/notion/limits.test.ts`. */
  file: string
  ids: readonly string[]
  title: string
}

const TITLE = /\b(?:it|test|describe)(?:\.\w+(?:\([^()]*\))?)*\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)*)/g
const HEAD = /^((?:[A-HJ-NPQ]\d{1,2}(?:[,\s]+|(?=:)))+)/

/** @param root the checkout */
export function faultTests(root: string): FaultTest[] {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .sort()
  return files.flatMap(name => {
    const file = `test/${name.replaceAll('\\', '/')}`
    return titlesIn(readFileSync(join(root, file), 'utf8')).map(found => ({ file, ...found }))
  })
}

/** The titles of a test file that begin with numbers of faults. */
export function titlesIn(text: string): { ids: string[]; title: string }[] {
  return [...text.matchAll(TITLE)].flatMap(([, , title = '']) => {
    const head = HEAD.exec(title)?.[1]
    return head === undefined ? [] : [{ ids: head.match(/[A-Z]\d+/g) ?? [], title }]
  })
}
