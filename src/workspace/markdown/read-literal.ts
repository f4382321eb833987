// Blocks whose lines are taken as they are: code and formulas.

import { LANGUAGES } from '../blocks/languages.ts'
import { newBlock } from './block.ts'
import { itemsOf } from './runs.ts'
import { type Read, type Source, withoutIndent } from './source.ts'

const FENCE = /^(`{3,}|~{3,})[ \t]*([^`]*)$/
const FORMULA_LINE = /^\$\$((?:(?!\$\$).)+)\$\$$/
const FORMULA_FENCE = /^\${2,}$/

/** Names by which others know a language that Notion calls differently. */
const OTHER_NAMES: Record<string, string> = {
  '': 'plain text',
  text: 'plain text',
  plaintext: 'plain text',
  js: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shell',
  zsh: 'shell',
  yml: 'yaml',
  md: 'markdown',
  cpp: 'c++',
  cs: 'c#',
  csharp: 'c#',
}

/** Code without its closing fence goes on to the end. */
export const readCode: Read = (line, source) => {
  const [, fence = '', language = ''] = FENCE.exec(line) ?? []
  if (fence === '') return undefined
  const closing = new RegExp(`^${fence[0]}{${fence.length},}[ \t]*$`)
  const lines = inside(source, text => closing.test(text)) ?? inside(source, () => false, 'to the end') ?? []
  return [
    newBlock('code', {
      rich_text: itemsOf([{ marks: [], text: lines.join('\n') }]),
      language: languageOf(language.trim().toLowerCase()),
    }),
  ]
}

/** One that Notion does not know is plain text to it. */
function languageOf(name: string): string {
  const known = OTHER_NAMES[name] ?? name
  return LANGUAGES.find(language => language === known) ?? 'plain text'
}

export const readFormula: Read = (line, source) => {
  const expression = FORMULA_LINE.exec(line)?.[1]
  if (expression !== undefined) {
    source.at += 1
    return [newBlock('equation', { expression: expression.trim() })]
  }
  const fence = line.trimEnd()
  const lines = FORMULA_FENCE.test(fence) ? inside(source, text => text.trimEnd() === fence) : undefined
  return lines && [newBlock('equation', { expression: lines.join('\n') })]
}

/** The lines after the next one up to the end, without the indentation of the first; all are taken. */
function inside(source: Source, isEnd: (text: string) => boolean, otherwise?: 'to the end'): string[] | undefined {
  const { lines, at } = source
  const found = lines.findIndex((line, index) => index > at && isEnd(withoutIndent(line)))
  if (found === -1 && !otherwise) return undefined
  const end = found === -1 ? lines.length : found
  const [indent = ''] = /^[ \t]*/.exec(lines[at] ?? '') ?? []
  source.at = end + 1
  return lines.slice(at + 1, end).map(line => outdented(line, indent))
}

function outdented(line: string, indent: string): string {
  if (line.startsWith(indent)) return line.slice(indent.length)
  return line.replace(new RegExp(`^[ \t]{0,${indent.length}}`), '')
}
