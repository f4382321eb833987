// A hand-off: one task given to one agent, until it has one end that is written down.

/** `begun`: its file may be there or not; `open`: it is; `closing`: its end is decided and being carried out. */
export const HANDOFF_STATES = ['begun', 'open', 'closing'] as const
export type HandoffState = (typeof HANDOFF_STATES)[number]

/** How hand-offs end. */
export const HANDOFF_ENDS = ['done', 'failed', 'expired', 'withdrawn', 're-routed', 'lost'] as const
export type HandoffEnd = (typeof HANDOFF_ENDS)[number]

export interface NewHandoff {
  /** Page id. */
  task: string
  title: string
  agent: string
  folder: string
  /** Name of its trigger file. */
  file: string
  /** Id of the folder that its agent's is in; '': not known, as of older ones. */
  home: string
  /** That writes it; '': not known. */
  machine: string
}

export interface Handoff extends NewHandoff {
  id: number
  state: HandoffState
  /** Epoch ms of the hand-off. */
  at: number
  /** What the file looked like when it was written; another look: the agent has it. */
  look: string
  /** Epoch ms. */
  acknowledgedAt?: number
}

export interface HandoffLimits {
  /** Most that one agent has at a time. */
  perAgent(agent: string): number
  /** Most of one task, in all. */
  perTask: number
  /** An untouched file is taken back after this long. */
  ackMs: number
  /** A hand-off that the agent has seen is taken back after this long. */
  doneMs: number
}

/** Of one that was written into a folder that is not seen here. */
export const writtenElsewhere = ({ machine }: Pick<Handoff, 'machine'>): string =>
  `by ${machine || 'another machine'}, whose folder of trigger files is not seen here`

/** Spellings of one agent's name or folder: `CursorMM1`, `Cursor MM1 Agent`, `Cursor-MM1-Agent-Agent-Trigger`. */
export function agentKey(name: string): string {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  return plain.replace(/(gd|trigger)+$/, '').replace(/(agent)+$/, '') || plain
}

const HOUR_MS = 3_600_000

/** `3 d`, `5 h`, `12 min`. */
export function ageText(ms: number): string {
  if (ms >= 48 * HOUR_MS) return `${Math.floor(ms / 24 / HOUR_MS)} d`
  return ms >= HOUR_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.max(0, Math.floor(ms / 60_000))} min`
}
