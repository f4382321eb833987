// Which requests a switch is meant for, by method and path.

export interface PathMatch {
  method?: string | undefined
  /** Begins with `/`: that and all below it, such as `/v1/pages`. Anything else: a regular expression on the path. */
  path?: string | undefined
}

export function isMatch({ method, path }: PathMatch, asked: { method: string; path: string }): boolean {
  if (method !== undefined && method !== asked.method) return false
  if (path === undefined) return true
  return path.startsWith('/') ? asked.path.startsWith(path) : new RegExp(path).test(asked.path)
}

export function isPathText(text: string): boolean {
  if (text.startsWith('/')) return true
  try {
    return new RegExp(text).source !== ''
  } catch {
    return false
  }
}

/** The path of a request as switches see it: a doubled slash is one. */
export const pathOf = (url: string): string => new URL(url).pathname.replaceAll(/\/{2,}/g, '/')
