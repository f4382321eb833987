// Which outside service work needs first.

import { linkKind } from './url/url.ts'

/** `soundcloud`, `youtube`, `web:<host>`, or `here` for a local file. */
export function laneOfLink(link: string): string {
  const kind = linkKind(link)
  if (kind === 'soundcloud' || kind === 'youtube') return kind
  return kind === 'web' ? `web:${new URL(link.trim()).host}` : 'here'
}

/** Of an agent that is run. */
export const laneOfAgent = (agent: string): string => `agent:${agent}`
