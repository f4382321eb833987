// What stands in the documentation: pages, links, command lines and names in them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

export interface Page {
  /** From the checkout: `docs/setup.md`. */
  file: string
  text: string
}

export const readPages = (): Page[] =>
  ['README.md', ...readdirSync(join(ROOT, 'docs')).map(name => `docs/${name}`)]
    .filter(file => file.endsWith('.md'))
    .sort()
    .map(file => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))

interface Fence {
  language: string
  text: string
}

const FENCE = /^ *```(\w*)\n([\s\S]*?)^ *```$/gm

export const fencesIn = (text: string): Fence[] =>
  [...text.matchAll(FENCE)].map(([, language = '', body = '']) => ({ language, text: body }))

export const withoutFences = (text: string): string => text.replace(FENCE, '')

/** Short pieces of code within sentences and tables. */
export const spansIn = (text: string): string[] =>
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span.replaceAll('\\|', '|'))

/** Targets of links, outside of code. */
export const linksIn = (text: string): string[] =>
  [
    ...withoutFences(text)
      .replace(/`[^`\n]+`/g, '')
      .matchAll(/\]\(([^()\s]+)\)/g),
  ].map(([, target = '']) => target)

/** Where headings are led to, as on GitHub. */
export function anchorsIn(text: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
  return new Set(anchors)
}

export interface CommandLine {
  /** As it is written. */
  line: string
  /** After `orchestrator`, with something in place of what a person fills in. */
  words: string[]
  /** Within a sentence: words that are needed may be missing. */
  isMention: boolean
}

/** Every line that calls the program. */
export function commandLinesIn(text: string): CommandLine[] {
  const fenced = fencesIn(text).flatMap(({ language, text: body }) =>
    body
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map(line => ({ line: language === 'sh' ? line : line.trim().replace(/ {2,}.*$/, ''), isMention: false })),
  )
  const mentioned = spansIn(text).map(line => ({ line, isMention: true }))
  return [...fenced, ...mentioned].flatMap(({ line, isMention }) =>
    callsIn(line).map(words => ({ line: line.trim(), words, isMention })),
  )
}

const LAUNCHER = 'node_modules/.bin/node src/launch.js'

function callsIn(line: string): string[][] {
  return commandsOf(filledIn(line.replace(/^\s*\$ /, '').replace(LAUNCHER, 'orchestrator'))).flatMap(words => {
    const rest = words.slice(words.findIndex(word => !/^[A-Z_]+=/.test(word)))
    const call = rest[0] === 'npx' ? rest.slice(1) : rest
    return call[0] === 'orchestrator' ? [call.slice(1).filter(word => word !== '…' && word !== '--help')] : []
  })
}

/** What stands for something a person fills in, filled in. */
const filledIn = (line: string): string =>
  line
    .replaceAll('workspace <command>', 'workspace show')
    .replaceAll(/<[^<>]*>/g, 'word')
    .replaceAll(/\[(--[^[\]]*)\]/g, '$1')
    .replaceAll(/\[[^[\]]*\]/g, 'word')
    .replaceAll(/ [NS]\b/g, ' 7')
    .replaceAll(/(\w)\|\w+/g, '$1')

/** The commands of a shell line, in words. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]]
  for (const [piece] of line.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\&|;<>])+|&&|\|\||[&|;<>]|\s#.*$/g)) {
    if (/^\s#/.test(piece)) break
    if (/^[&|;<>]/.test(piece)) commands.push([])
    else commands.at(-1)?.push(piece.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3'))
  }
  return commands.filter(words => words.length > 0)
}

/** First cells of the rows of all tables. */
export const firstCellsIn = (text: string): string[] =>
  [...withoutFences(text).matchAll(/^\|((?:[^|\\\n]|\\.)*)\|/gm)]
    .map(([, cell = '']) => cell.trim())
    .filter(cell => cell !== '' && !/^-+$/.test(cell))
