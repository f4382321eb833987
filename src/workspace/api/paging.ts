// Paging of lists that are asked for by GET.

import { notAsExpected } from './api-error.ts'

const MAX_PAGE = 100

/** `page_size` of the query: 100 when it names none, and no more than 100. */
export function pageSizeIn(query: URLSearchParams): number {
  const text = query.get('page_size')
  const size = text === null ? MAX_PAGE : Number(text)
  if (!Number.isInteger(size) || size < 1) throw notAsExpected('query.page_size', '≥ `1`', text)
  return Math.min(size, MAX_PAGE)
}
