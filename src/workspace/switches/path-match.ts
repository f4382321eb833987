// Which requests a switch is meant for, by method and path.

export interface PathMatch {
  method?: string | undefined
  /** A regular expression found in the path: `/v1/pages` for these and all below, `/query$` for queries. */
  path?: string | undefined
}

export function isMatch({ method, path }: PathMatch, asked: { method: string; path: string }): boolean {
  if (method !== undefined && method !== asked.method) return false
  return path === undefined || new RegExp(path).test(asked.path)
}

export function isExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== ''
  } catch {
    return false
  }
}

/** The path of a request as switches see it: a doubled slash is one. */
export const pathOf = (url: string): string => new URL(url).pathname.replaceAll(/\/{2,}/g, '/')
