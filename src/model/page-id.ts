// Notion ids: 32 hex digits, dashes optional, alone or inside a Notion URL.

/** The dashed lower-case form of a page or database id, or of the id in a Notion URL; undefined when there is none. */
export function toPageId(text: string): string | undefined {
  const peek = /[?&]p=([0-9a-f]{32})/i.exec(text)
  const hex = peek?.[1] ?? lastId(text)
  return (
    hex &&
    [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-').toLowerCase()
  )
}

function lastId(text: string): string | undefined {
  const bare = text.trim()
  if (/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(bare)) return bare.replaceAll('-', '')
  if (!/^https:\/\/([\w-]+\.)?notion\.(so|site|com)\//i.test(bare) || !URL.canParse(bare)) return undefined
  return /([0-9a-f]{32})$/i.exec(new URL(bare).pathname.replaceAll('-', ''))?.[1]
}

/** The last eight hex digits: pages made in one period share their first ones. */
export const shortId = (pageId: string): string => pageId.replaceAll('-', '').slice(-8)
