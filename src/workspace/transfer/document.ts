// The form of an exported workspace: one JSON document, a record a line, made piece by piece.

import { AREAS, type Content } from './content.ts'

export const FORMAT = 'orchestrator-workspace'
/** Grows when a document of before can no longer be read as it is. */
export const FORMAT_VERSION = 1

const PIECE = 64 * 1024

/** `exportedAt`: the time it is made at. @returns the document's text in pieces of some 64 kB */
export function* documentText(content: Content, exportedAt: Date): Iterable<string> {
  let piece = ''
  for (const text of textsOf(content, exportedAt)) {
    piece += text
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece
}

function* textsOf(content: Content, exportedAt: Date): Iterable<string> {
  const head = { format: FORMAT, version: FORMAT_VERSION, exportedAt: exportedAt.toISOString() }
  yield JSON.stringify(head).slice(0, -1)
  for (const area of AREAS) {
    let mark = `,\n"${area}":[\n`
    for (const item of content[area]) {
      yield mark + JSON.stringify(item)
      mark = ',\n'
    }
    yield mark === ',\n' ? '\n]' : `,\n"${area}":[]`
  }
  yield `,\n"settings":${JSON.stringify(content.settings)}}\n`
}
