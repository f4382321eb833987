// The mark an orchestrator puts into a row it works on, in words for a person.

export interface Mark {
  /** 8 hex digits: which orchestrator. */
  instance: string
  /** Epoch ms after which it counts no more. */
  until: number
}

const FORM = /^orchestrator ([0-9a-f]{8}) works on this \(until (\d{4}-\d\d-\d\dT[\d:.]+Z)\)$/

export const markText = ({ instance, until }: Mark): string =>
  `orchestrator ${instance} works on this (until ${new Date(until).toISOString()})`

export function readMark(text: string | undefined): Mark | undefined {
  const [, instance, until] = FORM.exec(text?.trim() ?? '') ?? []
  return instance && until ? { instance, until: Date.parse(until) } : undefined
}
