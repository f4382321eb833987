// A block between Markdown and the workspace: what a request says of it, with the blocks inside.

import { isObject, type Json } from '../api/check.ts'

export interface MarkdownBlock {
  /** A type of the API, or `unknown` for what Markdown has no form for. */
  type: string
  /** What stands under the type's name in a request or an answer. */
  content: Json
  children: MarkdownBlock[]
  /** Of a page, database or block that is there already and is only named. */
  id?: string
}

export const newBlock = (type: string, content: Json = {}, children: MarkdownBlock[] = []): MarkdownBlock => ({
  type,
  content,
  children,
})

/** Where a picture, sound or other file is reached. */
export function fileUrl({ external, file }: Json): string | undefined {
  const link = isObject(external) ? external : file
  return isObject(link) && typeof link.url === 'string' ? link.url : undefined
}
